"""The console script `summit-bot`, also `python -m bot`."""

import gc
from contextlib import suppress


def main() -> None:
    """Entry point of the console script; Ctrl-C ends it without a word, also while the libraries still load.

    Nobody looks for garbage in what is being loaded, nor ever again: that took a third of a start.
    """
    with suppress(KeyboardInterrupt):
        gc.disable()
        from bot.cli import cli  # noqa: PLC0415 -- see above

        gc.freeze()
        gc.enable()
        cli()


if __name__ == "__main__":
    main()
