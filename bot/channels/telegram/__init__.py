"""Telegram, with python-telegram-bot as the transport: updates become our events, our messages become its payloads."""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import poll
from bot.channels.telegram.staff import StaffChannel
from bot.channels.telegram.webhook import webhook_routes

__all__ = ["StaffChannel", "TelegramChannel", "poll", "webhook_routes"]
