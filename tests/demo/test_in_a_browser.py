"""The page as people use it, in a headless browser: typing, reading, two at once, on a phone."""

import json
import shutil
import socket
from pathlib import Path

import pytest

webdriver = pytest.importorskip("selenium.webdriver")
pytest.importorskip("gradio")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

from hf_mathseq.demo.app import build_app, launch  # noqa: E402
from hf_mathseq.demo.pool import Pool  # noqa: E402

CARDS = Path(__file__).parents[2] / "model_cards"
MODELS = (
    "integration-bwd-laptop",
    "ode-ode1-from-integrals-laptop",
    "metabolic_networks-existence-hard-laptop",
)
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SECONDS = 120
REQUEST = "Network.requestWillBeSent"
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (BROWSER and DRIVER), reason="chromium and chromedriver are needed"),
]


@pytest.fixture(scope="module")
def address():
    """The address of a server with released models."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Pool([str(CARDS / name) for name in MODELS], workers=2) as pool:
        app = launch(build_app(pool), "127.0.0.1", port)
        yield f"http://127.0.0.1:{port}/"
        app.close()


def open_browser():
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for switch in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "window-size=1200,1000"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


@pytest.fixture
def browser(address):
    """A browser at the page, ready to be typed into."""
    found = open_browser()
    found.get(address)
    problem_of(found)
    yield found
    found.quit()


def wait(browser, selector):
    return WebDriverWait(browser, SECONDS).until(
        lambda b: next((e for e in b.find_elements(By.CSS_SELECTOR, selector) if shown(e)), None)
    )


def shown(element):
    return element.is_displayed()


def problem_of(browser):
    return wait(browser, "#problem textarea, #problem input")


def ask(browser, problem):
    field = problem_of(browser)
    field.clear()
    field.send_keys(problem + Keys.ENTER)


def test_type_enter_and_read_the_verified_answer(browser):
    ask(browser, "2*x*cos(x^2)")
    assert wait(browser, "#answer .badge.correct").text == "✓ CORRECT"
    assert "verified answer at rank 1" in wait(browser, "#answer h2").text
    assert wait(browser, "#answer figure img").get_attribute("alt")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#answer li")) == 10


def test_an_example_that_fails_says_so(browser):
    buttons = browser.find_elements(By.CSS_SELECTOR, "#examples button")
    next(button for button in buttons if button.text == "x*cos(x)").click()
    assert "No verified answer" in wait(browser, "#answer h2").text
    assert problem_of(browser).get_attribute("value") == "x*cos(x)"
    assert not browser.find_elements(By.CSS_SELECTOR, "#answer .badge.correct")


def test_bad_input_is_one_line_and_runs_nothing(browser):
    ask(browser, "<img src=x onerror=\"document.title='owned'\">")
    alert = wait(browser, "#answer [role=alert]")
    assert "\n" not in alert.text
    assert not browser.find_elements(By.CSS_SELECTOR, "#answer img")
    assert browser.title != "owned"
    ask(browser, "y' = y/x + x, y(1) = 2")
    assert wait(browser, "#answer .badge.correct")


def test_everything_is_reached_by_the_keyboard(browser):
    problem_of(browser).send_keys("glycolysis")
    reached = []
    for _ in range(8):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        now = browser.switch_to.active_element
        reached.append(now.text or now.get_attribute("aria-label") or now.tag_name)
        if now.text == "Solve":
            now.send_keys(Keys.SPACE)
            break
    assert reached[-1] == "Solve"
    assert wait(browser, "#answer .badge.correct")


def test_two_people_at_once(browser, address):
    other = open_browser()
    try:
        other.get(address)
        problem_of(other)
        ask(browser, "2*x*cos(x^2)")
        ask(other, "glycolysis")
        assert "integration/bwd" in wait(browser, "#answer .source").text
        assert "metabolic_networks" in wait(other, "#answer .source").text
    finally:
        other.quit()


def test_it_fits_a_phone_and_asks_no_other_host(browser, address):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    ask(browser, "2*x*cos(x^2)")
    wait(browser, "#answer figure img")
    width = browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    sent = [json.loads(e["message"])["message"] for e in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in sent if m["method"] == REQUEST]
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    errors = [e["message"] for e in browser.get_log("browser") if e["level"] == "SEVERE"]
    assert errors == []
