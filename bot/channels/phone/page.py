"""The page itself and the rules that the browser keeps for it."""

import base64
import hashlib
import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files

from starlette.responses import HTMLResponse

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def page(languages: Mapping[str, str]) -> HTMLResponse:
    """The page, with the served languages (tag → own name) as what the phone may be set to.

    It loads nothing from anywhere else, and the browser is told to hold it to that.
    """
    html = files("bot.channels.phone").joinpath("page.html").read_text(encoding="utf-8")
    options = "".join(f'<option value="{escape(tag)}">{escape(name)}</option>' for tag, name in languages.items())
    html = html.replace("<!-- languages -->", options)
    hashes = {kind: _hash(content) for kind, content in _INLINE.findall(html)}
    policy = (
        "default-src 'none'; "
        f"script-src {hashes['script']}; style-src {hashes['style']}; "
        "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": policy, **PRIVATE})


PRIVATE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
