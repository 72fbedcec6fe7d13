"""Text that can be written as Unicode."""


def wellformed(text: str) -> str:
    """The text without lone surrogates; two halves of one character that were kept apart are joined again."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
