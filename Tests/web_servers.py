#!/usr/bin/env python3
"""The examples of web servers in front of the site, in config/, with the programs themselves: each is valid, asks for a password,
and the site behind it names addresses with https. A program that is not installed is named, and not tested; without both the test
is skipped.

Usage: Tests/web_servers.py --bin DIRECTORY [--caddy PROGRAM] [--nginx PROGRAM]
"""
import argparse
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import base64

ROOT = pathlib.Path(__file__).resolve().parent.parent
STORY = b'{"type":"published","subject":"harbor","source":"cms","time":"2026-03-02T10:00:00Z","data":{"headline":"Harbor","body":"Open."}}\n'
faults = []


def check(name, holds, found=""):
    print(("ok    " if holds else "FAULT ") + name + ("" if holds else f": {found}"))
    if not holds:
        faults.append(name)


def run(*command, **more):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, path, password=None):
    request = urllib.request.Request(f"https://localhost:{port}{path}")
    if password:
        request.add_header("Authorization", "Basic " + base64.b64encode(f"auditor:{password}".encode()).decode())
    context = ssl._create_unverified_context()
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20, context=context) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError) as error:
            if time.monotonic() > until:
                return 0, str(error)
            time.sleep(0.1)


def check_site(name, port):
    status, _ = ask(port, "/")
    check(f"{name}: asks for a password", status == 401, status)
    status, text = ask(port, "/stories/harbor/timemap", "secret")
    check(f"{name}: addresses have https", status == 200 and "https://localhost" in text and "http://localhost" not in text, (status, text[:300]))


def caddy(program, place, site):
    hashed = run(program, "hash-password", "--plaintext", "secret").stdout.strip().splitlines()[-1]
    text = (ROOT / "config/Caddyfile").read_text().replace("REPLACE-WITH-A-HASH", hashed)
    whole = place / "Caddyfile.whole"
    whole.write_text(text)
    homes = {**os.environ, "HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    found = run(program, "validate", "--adapter", "caddyfile", "--config", str(whole), env=homes)
    check("Caddyfile: is valid", found.returncode == 0, found.stdout[-600:])
    if found.returncode:
        return
    port = free_port()
    own = text.replace("record.example.org {", f"localhost:{port} {{\n\ttls internal").replace("/run/storyledger-site/site", str(site))
    (place / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}}\n{own}")
    with open(place / "caddy.log", "w") as log:
        server = subprocess.Popen([program, "run", "--adapter", "caddyfile", "--config", str(place / "Caddyfile")], env=homes, stdout=log, stderr=log)
    try:
        check_site("Caddyfile", port)
    finally:
        server.terminate()
        server.wait()


def nginx(program, place, site):
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
        "-keyout", str(place / "key.pem"), "-out", str(place / "cert.pem"), check=True)
    hashed = run("openssl", "passwd", "-apr1", "secret", check=True).stdout.strip()
    (place / "htpasswd").write_text(f"auditor:{hashed}\n")
    port = free_port()
    text = (ROOT / "config/nginx.conf").read_text()
    for old, new in [("/run/storyledger-site/site", str(site)), ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
                     ("/etc/ssl/certs/record.example.org.pem", str(place / "cert.pem")),
                     ("/etc/ssl/private/record.example.org.key", str(place / "key.pem")),
                     ("/etc/nginx/storyledger.htpasswd", str(place / "htpasswd"))]:
        check(f"nginx.conf: names {old}", old in text, "it does not")
        text = text.replace(old, new)
    temporary = "".join(f"{name}_temp_path {place}/{name};\n" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    user = "user root;\n" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        f"{user}daemon off;\npid {place}/nginx.pid;\nerror_log {place}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{text}\n}}\n")
    command = [program, "-p", str(place), "-e", str(place / "error.log"), "-c", str(place / "nginx.conf")]
    found = run(*command, "-t")
    check("nginx.conf: is valid", found.returncode == 0, found.stdout[-600:])
    if found.returncode:
        return
    server = subprocess.Popen(command)
    try:
        check_site("nginx.conf", port)
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=os.path.abspath, required=True)
    parser.add_argument("--caddy", default=shutil.which("caddy"))
    parser.add_argument("--nginx", default=shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin"))
    options = parser.parse_args()
    if not options.caddy and not options.nginx:
        print("not tested: neither Caddy nor nginx is installed")
        sys.exit(77)
    program = str(pathlib.Path(options.bin).resolve() / "storyledger")
    with tempfile.TemporaryDirectory(prefix="web-", dir="/tmp") as name:
        place = pathlib.Path(name)
        (place / "story.ndjson").write_bytes(STORY)
        ledger = str(place / "ledger")
        run(program, "init", "--ledger", ledger, "--origin", "test.example/log", check=True)
        run(program, "append", "--ledger", ledger, str(place / "story.ndjson"), check=True)
        site = place / "site"
        with open(place / "site.log", "w") as log:
            server = subprocess.Popen([program, "serve", "--ledger", ledger, "--listen", f"unix:{site}", "--behind", "proxy"], stdout=log, stderr=log)
        try:
            until = time.monotonic() + 30
            while not site.exists() and time.monotonic() < until:
                time.sleep(0.05)
            for title, found, test in [("Caddy", options.caddy, caddy), ("nginx", options.nginx, nginx)]:
                if found:
                    own = place / title
                    own.mkdir()
                    test(found, own, site)
                else:
                    print(f"not tested: {title} is not installed")
        finally:
            server.terminate()
            server.wait()
    if faults:
        sys.exit(f"{len(faults)} faults")


main()
