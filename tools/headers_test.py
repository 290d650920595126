"""What every answer says to a browser, asked of the program itself: policies, cookies, caches; methods
and requests that must not work.

    headers_test.py BINARY
"""
import http.client
import json
import re
import socket
import sys
import tempfile

from run_scenarios import Node, uuid7

PAGE_POLICY = {"default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
               "form-action 'self'", "frame-ancestors 'none'"}
DATA_POLICY = {"default-src 'none'", "frame-ancestors 'none'"}
# Of what runs beside a page; one of them compiles the reader of cards.
SCRIPT_POLICY = {"default-src 'none'", "connect-src 'self'", "script-src 'self' 'wasm-unsafe-eval'",
                 "frame-ancestors 'none'"}
COOKIE = {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}


def ask(node, method, path, headers=None, body=None):
    """Status, headers, and the text."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=30)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def raw(node, request):
    """The status of whatever is sent, letter by letter; 0 when the connection was closed in silence."""
    with socket.create_connection(("127.0.0.1", node.port), timeout=10) as line:
        line.sendall(request.replace("\n", "\r\n").encode())
        answer = line.recv(65536).decode("latin-1")
    return int(answer.split()[1]) if answer else 0


def check_answer(path, status, headers):
    """Of any answer, whoever asked."""
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    page = headers.get("Content-Type", "").startswith("text/html")
    script = headers.get("Content-Type", "").startswith("text/javascript")
    expected = PAGE_POLICY if page else SCRIPT_POLICY if script else DATA_POLICY
    assert expected <= policy, (path, policy)
    assert script or not re.search(r"unsafe", headers["Content-Security-Policy"]), (path, policy)
    assert not re.search(r"unsafe-inline|'unsafe-eval|\*", headers["Content-Security-Policy"]), (path, policy)
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert not [name for name in headers if name.lower().startswith("access-control-")], (path, headers)
    assert not {"Server", "X-Powered-By"} & set(headers), (path, headers)
    if page:
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
    if path.startswith("/api/v1/") and not path.endswith(".yaml") or status >= 400:
        assert headers["Cache-Control"] == "no-store", (path, headers)
    text = headers.get("Content-Type", "")
    assert "charset=utf-8" in text or not text.startswith(("text/", "application/json")), (path, text)


def check_answers(node, cookie):
    _, _, page = ask(node, "GET", "/")
    asset = re.search(r'src="(/assets/[^"]+)"', page)
    assert asset, page
    asked = [("/", 200), (asset[1], 200), ("/service_worker.js", 200), ("/jatigi.webmanifest", 200), ("/healthz", 200), ("/api/v1/openapi.yaml", 200),
             ("/api/v1/session", 401), ("/api/v1/sites", 401), ("/api/v1/nowhere", 404), ("/.git/config", 404),
             ("/assets/", 404), ("/assets/../../etc/passwd", 404)]
    for path, expected in asked:
        status, headers, _ = ask(node, "GET", path)
        assert status == expected, (path, status)
        check_answer(path, status, headers)
    for path in ("/api/v1/session", "/api/v1/sites"):
        status, headers, _ = ask(node, "GET", path, {"Cookie": cookie})
        assert status == 200, (path, status)
        check_answer(path, status, headers)
    return len(asked) + 2


def check_cookies(headers):
    """Gives the one of the session."""
    cookies = headers.get_all("Set-Cookie")
    assert len(cookies) == 2, cookies
    for cookie in cookies:
        parts = [part.strip() for part in cookie.split(";")]
        assert re.fullmatch(r"__Host-jatigi(-device)?=[0-9a-f]{32}", parts[0]), cookie
        assert COOKIE <= set(parts) and not [part for part in parts if part.startswith("Domain")], cookie
    return cookies[0].split(";")[0]


def check_writes(node, cookie):
    """A write without our header or of another origin does nothing."""
    body = json.dumps({"command": uuid7(), "name": "somebody", "role": "registrar"})

    def write(**headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        status, _, text = ask(node, "POST", "/api/v1/accounts", {"Cookie": cookie, **named}, body)
        return status, json.loads(text).get("code", "")

    assert write() == (403, "request.header_missing")
    assert write(X_Jatigi="1", Origin="https://elsewhere.example") == (403, "request.other_origin")
    assert write(X_Jatigi="1", Origin="null") == (403, "request.other_origin")
    # None of these made it: the name is free.
    assert write(X_Jatigi="1", Origin=f"http://127.0.0.1:{node.port}") == (201, "")


def check_requests(node):
    """What a proxy and the program could understand in two ways is refused, and so are odd methods."""
    length = "POST /api/v1/session HTTP/1.1\nHost: a\nX-Jatigi: 1\n"
    refused = {
        "two lengths": length + "Content-Length: 2\nContent-Length: 5\n\n{}aaa",
        "length and chunks": length + "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
        "a length that is none": length + "Content-Length: +2\n\n{}",
        "TRACE": "TRACE / HTTP/1.1\nHost: a\n\n",
        "OPTIONS": "OPTIONS /api/v1/session HTTP/1.1\nHost: a\n\n",
        "a verb that nobody knows": "JUMP / HTTP/1.1\nHost: a\n\n",
    }
    for what, request in refused.items():
        status = raw(node, request)
        assert status == 0 or 400 <= status < 500, (what, status)
    return len(refused)


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        node = Node(binary, folder)
        try:
            status, headers, _ = ask(node, "POST", "/api/v1/session/link", {"X-Jatigi": "1"},
                                     json.dumps({"token": node.admin_token}))
            assert status == 200, status
            check_answer("/api/v1/session/link", status, headers)
            cookie = check_cookies(headers)
            answers = check_answers(node, cookie)
            check_writes(node, cookie)
            requests = check_requests(node)
        finally:
            node.stop()
    print(f"{answers} answers, two cookies, {requests} requests that are refused")


if __name__ == "__main__":
    main(sys.argv[1])
