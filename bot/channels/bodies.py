"""Reads what a request brings, up to a limit."""

from starlette.requests import Request


async def bounded_body(request: Request, largest: int) -> bytes | None:
    """The body, in bytes; None as soon as it is longer than `largest`, without reading on."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            return None
    return bytes(body)
