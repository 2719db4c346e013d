"""Headers of every answer: nothing from elsewhere, nothing kept, nothing framed.

Pages are never stored by the browser, those that work offline neither: after signing
out its back button would show them again. A worker keeps what it may by itself.
"""

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
ONE_YEAR = 365 * 24 * 3600


def set_up(app: Flask, *, https: bool, proxies: int) -> None:
    """Have every answer carry the headers; believe as many proxies as stand in front."""
    app.after_request(_add_headers)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    if https:
        app.after_request(_insist_on_https)


def _add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.add(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _insist_on_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    return response
