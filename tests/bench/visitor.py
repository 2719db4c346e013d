"""A person with a browser, as far as a measurement needs one: keeps cookies, presses a button of a form."""

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


class Visitor:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def continue_as(self, name: str) -> None:
        """Presses "Continue as …" on the demo page."""
        page = Forms()
        page.feed(self.ask("GET", "/demo").body)
        form = next((form for form in page.forms if form.has_button("continue as", name)), None)
        if form is None:
            raise LookupError(f"/demo has no button “Continue as {name}”")
        answer = self.ask("POST", form.action or "/demo", urlencode(form.fields_with_button(name)))
        if answer.status not in (302, 303):
            raise RuntimeError(f"“Continue as {name}” was answered with {answer.status}, not with a way on")

    def require_page(self, path: str) -> None:
        """Twice: a cookie that changes with each answer would make the thousand requests that follow worthless."""
        for _ in range(2):
            status = self.ask("GET", path).status
            if status != 200:
                raise RuntimeError(f"{path} was answered with {status}, not with a page")

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept": "text/html", "Accept-Encoding": "br, gzip"} | ({"Cookie": cookies} if cookies else {})

    def ask(self, method: str, path: str, form: str | None = None) -> Answer:
        headers = {**self.headers(), "Host": f"localhost:{self.port}", "Accept-Encoding": "identity"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://localhost:{self.port}"
            headers["Sec-Fetch-Site"] = "same-origin"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=form, headers=headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()
        self.keep_cookies(answer)
        return answer

    def keep_cookies(self, answer: Answer) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value


@dataclass
class Button:
    name: str
    value: str
    text: str = ""


@dataclass
class Form:
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def button(self, *words: str) -> Button | None:
        return next((button for button in self.buttons if all(w.lower() in button.text.lower() for w in words)), None)

    def has_button(self, *words: str) -> bool:
        return self.button(*words) is not None

    def fields_with_button(self, *words: str) -> list[tuple[str, str]]:
        pressed = self.button(*words)
        return self.fields + ([(pressed.name, pressed.value)] if pressed and pressed.name else [])


class Forms(HTMLParser):
    """The forms of a page: where they go, what they carry, what their buttons say."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.pressable: Button | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1].fields.append((given["name"], given.get("value", "")))
        elif tag == "button" and self.forms:
            self.pressable = Button(given.get("name", ""), given.get("value", ""))
            self.forms[-1].buttons.append(self.pressable)

    def handle_data(self, data: str) -> None:
        if self.pressable:
            self.pressable.text = " ".join(f"{self.pressable.text} {data}".split())

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self.pressable = None
