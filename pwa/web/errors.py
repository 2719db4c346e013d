"""What goes wrong, said in a clear sentence, with the numbers to ring still there."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from pwa import db


@dataclass(frozen=True, slots=True)
class Trouble:
    """A title, what it means, and what to do next."""

    title: str
    sentence: str


TROUBLES = {
    400: Trouble(
        "This could not be read", "Something in the address or the form was not as it should be. Go back and try again."
    ),
    403: Trouble("This page is not for you", "You are signed in, but this page belongs to someone else."),
    404: Trouble(
        "There is no such page", "It may have moved, or it may not be yours. Go back to the start and look from there."
    ),
    405: Trouble("This can’t be done here", "Go back and use the button on the page."),
    413: Trouble("This is too much at once", "Nothing was saved. Make it shorter, then send it again."),
    429: Trouble("Please wait a little", "There were too many wrong tries. Wait a few minutes, or ring the team."),
    500: Trouble("Something broke on our side", "It is not your fault. Try again in a minute. If it can’t wait, ring."),
    503: Trouble("Mend is not ready yet", "Try again in a minute. If it can’t wait, ring."),
}
STALE_FORM = Trouble(
    "This form was open too long",
    "Nothing was sent. Go back: what you wrote should still be there. Open the page anew, then send it again.",
)


class Refused(HTTPException):
    """A request we understand and can't do, with a sentence that says why."""

    code = 422

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = Trouble(title, sentence)


def set_up(app: Flask) -> None:
    """Show every error as a page of ours."""
    app.register_error_handler(HTTPException, show)


def show(error: HTTPException) -> Response:
    """The page that says what went wrong; what was written in this request is undone."""
    db.roll_back()
    code = error.code or 500
    if error.response is not None or 300 <= code < 400:
        return make_response(error.get_response())
    trouble = _trouble_of(error, code)
    response = make_response(_page(trouble, code), code)
    if isinstance(error, InternalServerError):
        response.headers["Retry-After"] = "60"
    if code == 405:
        response.headers.update({k: v for k, v in error.get_headers() if k == "Allow"})
    return response


def _trouble_of(error: HTTPException, code: int) -> Trouble:
    if isinstance(error, Refused):
        return error.trouble
    if isinstance(error, CSRFError):
        return STALE_FORM
    return TROUBLES.get(code, TROUBLES[400 if code < 500 else 500])


def _page(trouble: Trouble, code: int) -> str:
    """The page; should even that fail, the plainest one that still has a number."""
    try:
        return render_template("web/error.html", trouble=trouble, code=code)
    except Exception:
        current_app.logger.exception("the error page itself failed at %s", request.endpoint)
        return str(current_app.extensions["last_resort_page"](trouble))
