"""The console script `summit-bot`, also `python -m bot`."""

from contextlib import suppress


def main() -> None:
    """Entry point of the console script; Ctrl-C ends it without a word, also while the libraries still load."""
    with suppress(KeyboardInterrupt):
        from bot.cli import cli  # noqa: PLC0415 -- see above

        cli()


if __name__ == "__main__":
    main()
