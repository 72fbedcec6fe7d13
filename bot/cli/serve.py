"""`waypost serve`: everything that is configured; with nothing configured, the web phone on this machine."""

import argparse
import asyncio
import socket
import sys
from dataclasses import replace

import uvloop

from bot.cli.discreet import loop_problem
from bot.serving import open_port, serve
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--port", type=_port, metavar="N", help="the port to listen at; 0 takes a free one")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until it is told to stop."""
    if arguments.port is not None:
        settings = replace(settings, port=arguments.port)
    with open_port(settings.host, settings.port) as listening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.get_loop().set_exception_handler(loop_problem)
        runner.run(serve(settings, listening, lambda: _announce(settings, listening)))
    return 0


def _announce(settings: Settings, listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    said = f"Open {address} in a browser." if settings.phone else f"Waypost answers at {address}"
    sys.stdout.write(f"{said} Ctrl+C stops it.\n")
    sys.stdout.flush()


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port
