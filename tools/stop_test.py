"""SIGTERM while people sign in: the server ends well each time, and whoever asked was answered or found
nobody there; never half an answer.

    stop_test.py BINARY [TIMES]      40 times when not said
"""
import http.client
import json
import sys
import tempfile
import threading

from run_scenarios import Node, uuid7

PASSWORD = "four unrelated invented words"
CLIENTS = 8
# An answer of any kind, or a connection that was refused or closed before a word.
NOBODY_THERE = (ConnectionError, http.client.RemoteDisconnected)


def account_with_password(node):
    _, admin, _ = node.sign_in(node.admin_token)
    body = json.dumps({"command": uuid7(), "name": "awa.desk", "role": "food_distributor"})
    _, _, text = node.ask("POST", "/api/v1/accounts", body, admin)
    _, cookie, _ = node.sign_in(json.loads(text)["link"].rpartition("/")[2])
    status, _, text = node.ask("PUT", "/api/v1/account/password",
                               json.dumps({"password": PASSWORD}), cookie)
    assert status == 204, text


def keeps_signing_in(node, begun, seen):
    body = json.dumps({"name": "awa.desk", "password": PASSWORD})
    while True:
        begun.set()
        try:
            status, _, text = node.ask("POST", "/api/v1/session", body, None)
        except NOBODY_THERE:
            return
        except Exception as error:  # Half an answer, or none in time.
            seen.append(repr(error))
            return
        seen.append((status, json.loads(text).get("code", "")))


def stop_once(node):
    """What was answered meanwhile, and the exit code of the server."""
    seen, begun = [], threading.Event()
    clients = [threading.Thread(target=keeps_signing_in, args=(node, begun, seen))
               for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    begun.wait()
    while not seen:  # One was answered, the others are under way.
        clients[0].join(0.01)
    node.server.terminate()
    for client in clients:
        client.join()
    return seen, node.server.wait()


def main(binary, times):
    with tempfile.TemporaryDirectory() as folder:
        node = Node(binary, folder)
        account_with_password(node)
        answers = set()
        for time in range(times):
            if time > 0:
                node.start()
            seen, code = stop_once(node)
            assert code == 0, f"stop {time}: the server ended with {code}"
            answers |= set(seen)
    expected = {(200, ""), (503, "server.stopping"), (429, "session.throttled")}
    assert answers <= expected, answers - expected
    print(f"stopped {times} times during sign-ins: {sorted(answers)}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40)
