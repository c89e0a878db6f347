"""Random documents about a few stories: few parties, claims and moments, so that what is done about them meets."""

import datetime

PARTIES = ["Ada", "Bo", "Cleo"]
BODIES = [
    "The bridge closes in June. \"No decision was made\" - so it says.", "\u00c9t\u00e9 \u00e0 \u00c9vry. The final office said more...",
    "Repairs cost 240 million crowns.", "Two lanes stay open at night.",
]
SENTENCES = ["The bridge closes in June.", "Repairs cost 240 million crowns.", "Two lanes stay open at night.", "A dek.", "Another dek."]
VARIANTS = [
    lambda text: text.replace(" ", "  ", 1), lambda text: text.replace("\"", "\u201c"),
    lambda text: text.replace("\"", "'"), lambda text: text.replace(" - ", " \u2013 "),
    lambda text: text.replace("fi", "\ufb01"), lambda text: text.replace("...", "\u2026"),
    lambda text: text.replace("\u00c9", "E\u0301"), lambda text: text.replace("\u00e0", "a\u0300"),
    lambda text: text + "\ufeff\ufe01\ufe0f\U000e0101",
]


class Documents:
    def __init__(self, dice, now, stories):
        self.dice, self.now = dice, now
        self.stories = [f"story-{n}" for n in range(stories)]
        self.claims = {name: 0 for name in self.stories}
        self.requests = {name: 0 for name in self.stories}
        self.number = 0

    def chance(self, one_in):
        return self.dice.randrange(one_in) == 0

    def party(self):
        return {"name": self.dice.choice(PARTIES)}

    def time(self, before=None):
        """Quarters of an hour within two and a half, most of them late ones, many at the very same moment."""
        last = before or self.now
        return last - datetime.timedelta(minutes=15 * min(self.dice.randrange(11), self.dice.randrange(11)))

    @staticmethod
    def text(time):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ")

    def body(self):
        body = self.dice.choice(BODIES)
        return self.dice.choice(VARIANTS)(body) if self.chance(3) else body

    def claim(self, story):
        identity = f"c{self.claims[story]}"
        self.claims[story] += 1
        claim = {"id": identity, "text": f"What {identity} says."}
        if not self.chance(3):
            claim["attribution"] = [
                {"speaker": self.party(), **({"addressee": self.party()} if self.chance(2) else {})}
                for _ in range(self.dice.randint(1, 2))
            ]
        if self.chance(2):
            claim["about"] = [self.party() for _ in range(self.dice.randint(1, 2))]
        return claim

    def named(self, story, most=2):
        known = [f"c{n}" for n in range(max(1, self.claims[story]))]
        return sorted(self.dice.sample(known, min(len(known), self.dice.randint(1, most))))

    def request(self, story, told):
        request = {"party": self.party()}
        if not self.chance(3):
            request["id"] = f"r{self.requests[story]}"
            self.requests[story] += 1
        if not self.chance(3):
            request["asked"] = self.text(told if self.chance(4) else self.time(told))
            if self.chance(12):
                request["asked"] = self.text(told + datetime.timedelta(minutes=10))
        if self.chance(2) and self.claims[story]:
            request["claims"] = self.named(story)
        return request

    def published(self, story):
        time = self.time()
        data = {"headline": "A headline", "body": self.body()}
        data["claims"] = [self.claim(story) for _ in range(self.dice.randint(1, 3))]
        if self.chance(2):
            data["requests"] = [self.request(story, time) for _ in range(self.dice.randint(1, 2))]
        if self.chance(2):
            data["embargo"] = self.text(self.now + datetime.timedelta(minutes=self.dice.choice([-90, -30, 60, 600])))
        return self.document("published", story, time, data)

    def next(self):
        story = self.dice.choice(self.stories)
        time = self.time()
        kind = self.dice.randrange(12)
        if kind < 3:
            data = {"by": self.party()}
            if not self.chance(3):
                data["claims"] = self.named(story)
            if self.chance(2):
                data["extent"] = "partial"
            if self.chance(9):
                data["counterclaim"] = self.claim(story)
            return self.document("denied", story, time, data)
        if kind < 5:
            data = {"by": self.party()}
            if not self.chance(4):
                data["claims"] = self.named(story)
            if self.chance(2):
                data["strength"] = self.dice.choice(["same", "stronger", "softer"])
            return self.document("reiterated", story, time, data)
        if kind < 8:
            data = {"by": self.party(), "outcome": self.dice.choice(
                ["statement", "declined", "no-response", "declined", "no-response", "acknowledges", "confirms", "withdraws"])}
            if not self.chance(3):
                data["claims"] = self.named(story)
            if self.chance(3):
                data["statement"] = "We have said so."
            if self.chance(3) and self.requests[story]:
                data["request"] = f"r{self.dice.randrange(self.requests[story])}"
            return self.document("responded", story, time, data)
        return self.updated(story, time)

    def updated(self, story, time):
        data = {}
        if not self.chance(4):
            data["body"] = self.body()
        if self.chance(3):
            data["headline"] = self.dice.choice(["A headline", "Another headline", "A  headline"])
        if self.chance(4):
            data["dek"] = self.dice.choice(["A dek.", "Another dek.", None])
        if self.chance(4):
            data["section"] = self.dice.choice(["ports", "city"])
        if self.chance(2):
            data["note"] = {"text": "This was changed."}
            if self.chance(3):
                data["note"]["placement"] = "none"
            if self.chance(2):
                # Whole sentences, so that a model without a comparison of texts can tell what they cover.
                data["note"]["covers"] = [{"exact": text} for text in self.dice.sample(SENTENCES, 2)]
                for name in ("headline", "dek", "body"):
                    data.pop(name, None)
        if self.chance(3):
            data["change"] = self.dice.choice(["correction", "clarification", "release", "release"])
        if self.chance(14):
            data["change"] = self.dice.choice(["hold", "kill"])
        if self.chance(9):
            data["corrects"] = self.named(story, 1)
        if self.chance(5):
            data["claims"] = [self.claim(story)]
        if self.chance(3):
            data["requests"] = [self.request(story, time)]
        return self.document("updated", story, time, data or {"reason": "none"})

    def document(self, kind, story, time, data):
        self.number += 1
        return {"type": kind, "subject": story, "id": f"e{self.number}", "time": self.text(time), "data": data}
