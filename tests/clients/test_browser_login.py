"""Login through a browser: genuine clients, a small real OpenID provider over TLS, and a browser that keeps cookies and follows links; and whoever tries to get at another's login."""

from __future__ import annotations

import re
import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import unescape
from typing import Any, Final

import httpx
import pytest
import requests
import trino

from gateway.api.oauth2.states import digest
from gateway.storage import Outcome
from tests.clients import java
from tests.clients.provider import SECRET, Provider, provider
from tests.clients.site import PERSON, Place, place
from tests.faults.site import now
from tests.servers import Server
from tests.trino.artifacts import CLI, JDBC, fetch
from tests.trino.java import java as program

pytestmark = pytest.mark.slow
SQL: Final = "SELECT * FROM people ORDER BY id LIMIT 1"
LINK: Final = re.compile(r'href="([^"]+)"')
SERVERS: Final = re.compile(r'Bearer x_redirect_server="([^"]+)", x_token_server="([^"]+)"')


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider")) as found:
        yield found


@pytest.fixture(scope="module")
def here(issuer: Provider, tmp_path_factory: pytest.TempPathFactory, postgresql: Server) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("browser")
    with place(folder, postgresql, None, issuer.settings(), {"WEB_SECRET": SECRET}) as made:
        issuer.redirect = f"{made.url}/oauth2/callback"
        yield made


@pytest.fixture(autouse=True)
def behaves(issuer: Provider) -> Iterator[None]:
    yield
    issuer.amiss, issuer.person = "", "ana"


class Browser:
    """Cookies, redirects, and a person who clicks the one link of a page."""

    def __init__(self, here: Place, issuer: Provider) -> None:
        trusts = ssl.create_default_context(cafile=here.authority)
        trusts.load_verify_locations(issuer.authority)
        self.http = httpx.Client(verify=trusts, timeout=30)

    def open(self, url: str) -> httpx.Response:
        """The page at an address."""
        page = self.http.get(url)
        if page.status_code == 200:
            assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
            assert page.headers["x-frame-options"] == "DENY"
        return page

    def click(self, page: httpx.Response) -> httpx.Response:
        """To the provider, and back to the gateway."""
        [link] = LINK.findall(page.text)
        return self.http.get(unescape(link), follow_redirects=True)

    def log_in(self, url: str) -> httpx.Response:
        return self.click(self.open(url))


@pytest.fixture
def browsers(here: Place, issuer: Provider) -> Iterator[list[Browser]]:
    """Those of three people."""
    made = [Browser(here, issuer) for _ in range(3)]
    yield made
    for one in made:
        one.http.close()


@pytest.fixture
def browser(browsers: list[Browser]) -> Browser:
    return browsers[0]


def begun(browser: Browser, here: Place) -> tuple[str, str]:
    """What a client without a login is told: where its person logs in, and where it fetches the token."""
    answer = browser.http.post(f"{here.url}/v1/statement", content="SELECT 1", headers={"x-trino-user": "ana"})
    assert answer.status_code == 401
    told = answer.headers.get_list("www-authenticate")
    assert told[0] == 'Basic realm="Trino"'
    [found] = [match.groups() for one in told if (match := SERVERS.fullmatch(one))]
    return found[0], found[1]


def fetched(browser: Browser, url: str) -> dict[str, Any]:
    return dict(browser.http.get(url).json())


def test_trino_python(here: Place, browser: Browser) -> None:
    pages: list[httpx.Response] = []

    def opened(url: str) -> None:  # the client goes on to ask for its token while the person logs in
        threading.Thread(target=lambda: pages.append(browser.log_in(url))).start()

    login = trino.auth.OAuth2Authentication(redirect_auth_url_handler=opened)
    session = requests.Session()
    session.verify = str(here.authority)
    connection = trino.dbapi.connect(
        host="127.0.0.1", port=here.port, user="ana", http_scheme="https", auth=login,
        verify=str(here.authority), http_session=session, catalog=here.catalog, schema="public",
    )  # fmt: skip
    for _ in range(2):  # the second one has the token
        cursor = connection.cursor()
        cursor.execute(SQL)
        assert list(cursor.fetchone()) == PERSON
    session.close()
    assert [page.status_code for page in pages] == [200]
    assert "登录成功" in pages[0].text


def driven(command: Sequence[str], browser: Browser) -> str:
    """A program that prints where to log in, and what it prints in the end."""
    told = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told += line
            if (found := re.search(r"https://\S+/oauth2/token/initiate/\S+", line)) is not None:
                browser.log_in(found[0])
    assert process.returncode == 0, told
    return told


def test_the_jdbc_driver(here: Place, browser: Browser) -> None:
    words = [f"jdbc:trino://127.0.0.1:{here.port}", "ana", "-", str(here.authority), here.catalog, "browser"]
    assert "browser\t2,名2,138****0002,A1\n" in driven(java.command(java.WALK, JDBC, words), browser)


def test_the_cli(here: Place, browser: Browser) -> None:
    [jar] = fetch(CLI)
    command = [
        str(program()), "-jar", str(jar), "--server", here.url, "--user", "ana", "--external-authentication",
        "--external-authentication-redirect-handler", "PRINT", "--truststore-path", str(here.authority),
        "--catalog", here.catalog, "--schema", "public", "--execute", SQL,
    ]  # fmt: skip
    assert '"2","名2","138****0002","A1"' in driven(command, browser)


def test_the_token_waits_for_its_client_alone(here: Place, browser: Browser) -> None:
    page, own = begun(browser, here)
    assert browser.log_in(page).status_code == 200
    token = fetched(browser, own)["token"]
    assert fetched(browser, own)["token"] == token  # an answer can be lost
    answer = browser.http.get(f"{here.url}/v1/info")
    assert answer.status_code == 200
    asked = browser.http.request("HEAD", f"{here.url}/v1/statement", headers={"authorization": f"Bearer {token}"})
    assert asked.status_code == 200
    assert browser.http.delete(own).status_code == 204
    with here.site.storage() as storage:
        assert storage.web_logins.find([digest(own.rpartition("/")[2])], now()) == {}


def test_whoever_saw_the_page_cannot_fetch_the_token(here: Place, browser: Browser) -> None:
    page, own = begun(browser, here)
    shown = page.rpartition("/")[2]
    assert browser.log_in(page).status_code == 200
    for guess in (shown, shown[:43], digest(own.rpartition("/")[2])):
        with suppress(httpx.ReadTimeout):  # nothing came of a login that nobody began
            assert '"token"' not in browser.http.get(f"{here.url}/oauth2/token/{guess}", timeout=2).text
    assert "token" in fetched(browser, own)


def test_a_link_from_somebody_else_logs_nobody_in_without_a_click(
    here: Place, issuer: Provider, browsers: list[Browser]
) -> None:
    page, _ = begun(browsers[0], here)
    before = len(issuer.asked)
    opened = browsers[1].open(page)
    assert "127.0.0.1" in opened.text, "the person is told whose program asks"
    assert issuer.asked[before:] == []


def test_another_browser_cannot_bring_the_answer(here: Place, browsers: list[Browser]) -> None:
    browser, *others = browsers
    page, own = begun(browser, here)
    [link] = LINK.findall(browser.open(page).text)
    back = browser.http.get(unescape(link)).headers["location"]
    for other in others:
        other.open(begun(other, here)[0])  # it has a cookie of its own
        assert other.http.get(back).status_code == 400
    assert browser.http.get(back).status_code == 200
    assert browser.http.get(back).status_code == 400, "a code is good once"
    assert "token" in fetched(browser, own)


@pytest.mark.parametrize("amiss", ["refuses", "nonce", "signature", "no id token", "person", "azp"])
def test_what_the_provider_gets_wrong_logs_nobody_in(
    here: Place, issuer: Provider, browser: Browser, amiss: str
) -> None:
    issuer.amiss = amiss
    page, own = begun(browser, here)
    answer = browser.log_in(page)
    assert (answer.status_code, "script" in answer.text) == (400, False)
    assert fetched(browser, own) == {"error": "the login through the browser failed; start again"}
    with here.site.storage() as storage:
        last = storage.audit.search(outcome=Outcome.EVENT, limit=1)[0].record
    assert (last.event, last.door, last.address) == ("login.failed", "oauth2", "127.0.0.1")


def test_an_access_token_that_is_none_of_ours_leaves_the_id_token(
    here: Place, issuer: Provider, browser: Browser
) -> None:
    """Its audience is the client, not the gateway: so there is no login either."""
    issuer.amiss = "opaque"
    page, own = begun(browser, here)
    assert browser.log_in(page).status_code == 400
    assert "error" in fetched(browser, own)


def test_who_is_nobody_here_gets_a_token_that_opens_nothing(here: Place, issuer: Provider, browser: Browser) -> None:
    issuer.person = "nobody"
    page, own = begun(browser, here)
    assert browser.log_in(page).status_code == 200
    token = fetched(browser, own)["token"]
    asked = browser.http.request("HEAD", f"{here.url}/v1/statement", headers={"authorization": f"Bearer {token}"})
    assert asked.status_code == 401


@pytest.mark.parametrize("text", ["", "A", "x" * 5000, "%00", "..%2f..", "<script>"])
def test_addresses_that_are_none(here: Place, browser: Browser, text: str) -> None:
    for path in (f"/oauth2/token/initiate/{text}", f"/oauth2/token/{text}", f"/oauth2/callback?state={text}&code=x"):
        answer = browser.http.get(here.url + path)
        assert answer.status_code in (307, 400, 404, 405), path
        assert "<script>" not in answer.text


def test_a_good_state_with_a_bad_code_is_no_login(here: Place, issuer: Provider, browser: Browser) -> None:
    page, own = begun(browser, here)
    [link] = LINK.findall(browser.open(page).text)
    state = httpx.URL(unescape(link)).params["state"]
    answer = browser.http.get(f"{here.url}/oauth2/callback", params={"state": state, "code": "guessed"})
    assert answer.status_code == 400
    assert "error" in fetched(browser, own)
    altered = ("B" if state[10] == "A" else "A").join((state[:10], state[11:]))
    answer = browser.http.get(f"{here.url}/oauth2/callback", params={"state": altered, "code": "guessed"})
    assert answer.status_code == 400


def test_without_tls_nobody_is_sent_anywhere(here: Place) -> None:
    answer = httpx.post(f"{here.site.url}/v1/statement", content="SELECT 1", headers={"x-trino-user": "ana"})
    assert answer.status_code == 401
    assert "x_token_server" not in str(answer.headers)


def test_a_client_that_waits_is_told_to_ask_again(here: Place, browser: Browser) -> None:
    _, own = begun(browser, here)
    assert fetched(browser, own) == {"nextUri": own}


def test_two_that_wait_for_one_login_both_hear_of_it(here: Place, browsers: list[Browser]) -> None:
    page, own = begun(browsers[0], here)
    heard: list[dict[str, Any]] = []
    waiting = [threading.Thread(target=lambda one=one: heard.append(fetched(one, own))) for one in browsers[1:]]
    for thread in waiting:
        thread.start()
    assert browsers[0].log_in(page).status_code == 200
    for thread in waiting:
        thread.join()
    assert [list(one) for one in heard] == [["token"], ["token"]]


def test_another_host_begins_and_ends_no_login(here: Place, browser: Browser) -> None:
    page, _ = begun(browser, here)
    assert browser.http.get(page, headers={"host": "elsewhere.example"}).status_code == 400
    [link] = LINK.findall(browser.open(page).text)
    back = browser.http.get(unescape(link)).headers["location"]
    assert browser.http.get(back, headers={"host": "elsewhere.example"}).status_code == 400
