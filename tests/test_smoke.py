def test_maria(maria):
    page = maria.open("/")
    assert page.h1 == "Day 3"
