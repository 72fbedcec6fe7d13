// Telegram's Bot API on loopback: the package telegram-test-api, and around it what it leaves out or does otherwise.
// Prints its port. People speak through the package's own client routes (/sendMessage, /sendCallback, /getUpdates);
// /unconfirmed tells how many updates the bot has yet to confirm, /again makes all of them unconfirmed.
'use strict';

const http = require('http');
const TelegramServer = require('telegram-test-api');

const emulator = new TelegramServer();
emulator.setMaxListeners(0);
let confirmed = 0;

// The package answers with what it was sent, and with milliseconds. Telegram answers with a message.
const keep = emulator.addBotMessage.bind(emulator);
emulator.addBotMessage = (message, token) => {
  const { message_id, date, chat, text } = keep(message, token);
  return { message_id, date: Math.floor(date / 1000), chat, text };
};

// The package forgets an update when it hands it out. Telegram forgets it when a higher offset is asked for.
const unconfirmed = () => emulator.storage.userMessages.filter((update) => update.updateId >= confirmed);

async function getUpdates(_token, given) {
  confirmed = Math.max(confirmed, Number(given.get('offset')) || 0);
  if (!unconfirmed().length) {
    const seconds = Number(given.get('timeout')) || 0;
    await Promise.race([emulator.waitUserMessage(), new Promise((done) => setTimeout(done, seconds * 1000))]);
  }
  return unconfirmed().map(TelegramServer.formatUpdate);
}

// The package gives a tap the number of the message after it, and would delete the tap in that message's place.
function deleteMessages(_token, given) {
  const chat = Number(given.get('chat_id'));
  const ids = new Set(JSON.parse(given.get('message_ids')));
  const stays = ({ message, messageId }) => !message || !ids.has(messageId) || Number(message.chat_id ?? message.chat.id) !== chat;
  emulator.storage.botMessages = emulator.storage.botMessages.filter(stays);
  emulator.storage.userMessages = emulator.storage.userMessages.filter(stays);
  return true;
}

const left = {
  getUpdates,
  setMyCommands: () => true,
  deleteMessages,
};

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

const server = http.createServer(async (request, response) => {
  const answer = (content) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(content));
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(decodeURIComponent(request.url)) || [];
  if (request.url === '/unconfirmed') {
    answer(unconfirmed().length);
  } else if (request.url === '/again') {
    confirmed = 0;
    answer(true);
  } else if (Object.hasOwn(left, method)) {
    answer({ ok: true, result: await left[method](token, await body(request)) });
  } else {
    emulator.webServer(request, response);
  }
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
