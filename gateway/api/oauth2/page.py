"""The pages that a person sees on the way: static, in Chinese and English; of the request nothing is in them but the address of the program, as the gateway saw it."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Final

from starlette.responses import HTMLResponse

STYLE: Final = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:34em;margin:4em auto;padding:0 1em;color:#1f2937}"
    "h1{font-size:1.25em}a.go{display:inline-block;margin-top:1em;padding:.5em 1.2em;border-radius:6px;background:#1d4ed8;color:#fff;text-decoration:none}"
    "small{color:#6b7280}"
)
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_WHOLE: Final = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>汇流 Huiliu</title><style>{style}</style></head><body>{body}</body></html>"
)


def ask(url: str, address: str) -> HTMLResponse:
    """Whether the person began this: a link that somebody else sent would log in that one's program."""
    return _page(
        "<h1>登录汇流 · Log in to Huiliu</h1>"
        f"<p>位于 <b>{escape(address)}</b> 的程序请求以您的身份登录。只有这是您本人刚刚发起的，才继续。</p>"
        f"<p>A program at <b>{escape(address)}</b> asks to log in as you. Go on only if you have just started it yourself.</p>"
        f'<a class="go" href="{escape(url)}" rel="noreferrer">继续 · Continue</a>'
    )


def done() -> HTMLResponse:
    """It worked."""
    return _page(
        "<h1>登录成功 · Logged in</h1><p>您可以关闭此页，回到您的程序。<br>You can close this page and go back to your program.</p>"
    )


def failed(status: int = 400) -> HTMLResponse:
    """It did not, and why is not said here."""
    return _page(
        "<h1>登录未完成 · Not logged in</h1><p>请从您的程序重新开始；若仍不成功，请联系运维人员。"
        "<br>Start again from your program; if it fails again, ask the operator.</p>",
        status,
    )


def _page(body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(_WHOLE.format(style=STYLE, body=body), status, {"Content-Security-Policy": POLICY})
