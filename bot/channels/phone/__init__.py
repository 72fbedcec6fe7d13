"""The web phone: a page that shows what Telegram or WhatsApp would show, so that all can be tried without an account."""
