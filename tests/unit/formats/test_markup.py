import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.formats.markup import LONGEST, markdown_from_html


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<p>Hello <b>World</b></p>\n\n<p>two<br/>lines</p>", "Hello **World**\n\ntwo\nlines"),
        ("<p>wrapped in\nthe source</p>", "wrapped in the source"),
        ("<p>one\n\ntwo</p>", "one\n\ntwo"),
        ("**kept**\r\n\r\n<small>small</small>\r\nnext", "**kept**\n\nsmall\nnext"),
        ("- a\n- b\n\nIntro<p>more</p>", "- a\n- b\n\nIntro\n\nmore"),
        ("<h2>Head <b>line</b></h2>text", "**Head line**\n\ntext"),
        ("<ul>\n<li>one</li>\n\n<li>two<ul><li>in</li></ul></li></ul>", "- one\n- two\n  - in"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "**Term**\nMeaning"),
        ("<blockquote><p>q</p><p>r</p></blockquote>", "> q\n>\n> r"),
        ("<pre><code>if a &lt; b:\n    x()\n</code></pre>", "```\nif a < b:\n    x()\n```"),
        ("<pre>```\n</pre>", "```\n'''\n```"),
        ("a<hr>b", "a\n\nb"),
        ("x\n\n\n\n\ny   \nz", "x\n\ny\nz"),
    ],
)
def test_html_becomes_the_markdown_discord_knows(text: str, markdown: str) -> None:
    assert markdown_from_html(text) == markdown


@pytest.mark.parametrize(
    "text",
    ["a < b & c > d", "List<String> and vector<int>", "mail <foo@example.org> <3", "AT&T, R&D &notanentity",
     "snake_case *x*", "## Markdown\n\n- a\n- b\n\n`<b>` and ```\n<p>\n```", "開源治理 <治理>"],
)
def test_plain_text_and_markdown_survive_as_they_are(text: str) -> None:
    assert markdown_from_html(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("AT&amp;T&nbsp;x &#39;y&#x27;", "AT&T x 'y'"),
        ("<code>&lt;p&gt;</code>", "`<p>`"),
        ("&lt;p&gt; &amp;amp;", "\\<p> \\&amp;"),
        ("<p>?a=1&copy=2 & more</p>", "?a=1&copy=2 & more"),
    ],
)
def test_entities_are_decoded_once(text: str, markdown: str) -> None:
    assert markdown_from_html(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ('<a href="https://example.org/a?b=1&amp;c=2">site</a>', "[site](https://example.org/a?b=1&c=2)"),
        ('<a href="https://example.org/c d(1)">y</a>', "[y](https://example.org/cd%281%29)"),
        ('<a href="https://example.org/">https://example.org/</a>', "https://example.org/"),
        ('<a href="https://evil.example">https://good.example</a>', "https://evil.example"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="JaVa\nScript:alert(1)">x</a>', "x"),
        ('<a href="data:text/html,x">x</a> <a href="/local">y</a> <a href="mailto:a@b.example">z</a>', "x y z"),
        ("[x](javascript:alert(1)) [y](https://example.org/b_(c))", "x [y](https://example.org/b_%28c%29)"),
        ("![alt](https://example.org/x.png)", "alt"),
        ('<img src="https://example.org/x.png" alt="A map"> <img src="y.png">', "A map"),
    ],
)
def test_links_lead_only_to_web_pages_and_say_where(text: str, markdown: str) -> None:
    assert markdown_from_html(text) == markdown


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>x", "<style>p{}</style>x", "<SCRIPT SRC=//evil.example></SCRIPT>x", "<!-- hidden -->x",
     '<iframe src="https://evil.example"></iframe>x', "<svg><script>1</script></svg>x", "\x00x\x1b"],
)
def test_what_is_no_text_is_left_out(text: str) -> None:
    assert markdown_from_html(text) == "x"


def test_a_text_nested_thousands_deep_gives_its_words() -> None:
    assert markdown_from_html("<div>" * 5000 + "deep") == "deep"


def test_a_text_beyond_the_limit_is_cut() -> None:
    assert len(markdown_from_html("ab" * LONGEST)) == LONGEST


_PIECES = st.sampled_from([
    "<b>", "</b>", "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<a href='http://x.example/a(b)'>",
    "<a href='j:x'>", "</a>", "&lt;", "&amp;", "&nbsp;", "&", "<", ">", "`", "```", "\\", "[", "]", "(", ")",
    "http://a.example", "data:x", "!", "*", "_", "a", "- ", "1. ", "# ", "<br>", "<td>", "<tr>", "<table>", "<h1>",
    "</h1>", "<pre>", "</pre>", "<code>", "</code>", "<!--", "-->", "<script>", "</script>", "開",
    "<img alt='&lt;b&gt;'>", "<dd>", "<dt>", "<hr>", "~", "|", "\n", "\n\n", " ", "\t",
])


@given(st.lists(_PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_reading_a_result_again_changes_nothing(text: str) -> None:
    once = markdown_from_html(text)
    assert markdown_from_html(once) == once
