"""The yardstick: what Flask does when it does nothing but read its session and render a page.

About 10 KB with 25 lines in a loop, as /today has. No database, no account, no compression.
"""

import random

from flask import Flask, render_template, session

VOCABULARY = """a about after again and and any arm as at back because bed before bleeding bruise bruises by call
can cold cough day days doctor down drink each eat eyes face feel feels first fluid for from get go
gone hands head help here hot how if in is it its keep last less light little look lying may more
morning most move night no normal nose not of often on or other over pain people pillow place read
rest same see shower side sit sleep slowly small soft some sore stay still surgeon swelling take
team than that the then there they things this tight time to today tomorrow up use usual walk warm
wash water week what when which while with without worse wound you your"""


def words(count: int, chance: random.Random) -> str:
    """Different on each line: a page that repeats itself would be cheaper than any real one."""
    return " ".join(chance.choices(VOCABULARY.split(), k=count)).capitalize()


def line(number: int) -> dict[str, str | None]:
    chance = random.Random(number)
    more = f"/lines/{number}" if number % 3 else None
    kind = ("expected", "watch")[number % 2]
    return {"kind": kind, "title": words(5, chance), "text": words(30, chance), "more": more}


LINES = [line(number) for number in range(25)]

app = Flask(__name__, template_folder=".")
app.secret_key = "a yardstick keeps no secrets"


@app.get("/")
def page() -> str:
    session.setdefault("reader", "Somebody")
    return render_template("bare_page.html", title="Today", lines=LINES, reader=session["reader"])
