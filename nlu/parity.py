"""Lets Rasa itself parse texts, so that the bot's model can be compared with it.

    python parity.py ARCHIVE < texts.jsonl > rankings.jsonl

One JSON string a line in; one list of [intent, confidence] a line out, best first.
"""

import asyncio
import json
import sys

from quiet import hush


def main() -> None:
    hush()
    answers, sys.stdout = sys.stdout, sys.stderr  # Rasa may print; the answers stay clean
    from rasa.core.agent import Agent

    agent = Agent.load(sys.argv[1])

    async def answer() -> None:
        for line in sys.stdin:
            parsed = await agent.parse_message(json.loads(line))
            ranking = [[each["name"], float(each["confidence"])] for each in parsed["intent_ranking"]]
            answers.write(json.dumps(ranking) + "\n")

    asyncio.run(answer())


if __name__ == "__main__":
    main()
