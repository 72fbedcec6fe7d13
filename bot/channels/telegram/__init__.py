"""Telegram, with python-telegram-bot as the transport: updates become our events, our messages become its payloads."""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import poll
from bot.channels.telegram.webhook import webhook_routes

__all__ = ["TelegramChannel", "poll", "webhook_routes"]
