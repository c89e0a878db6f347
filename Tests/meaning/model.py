"""What a record of stories means at a cut, folded slowly from the events and from nothing else.

Events are the objects of `storyledger log --json`. A cut keeps a prefix of the log (what was recorded) and a moment (what
had happened); either may be left out. Nothing here knows our code.
"""

import datetime
import re
import unicodedata

EDITS = ("published", "updated")
MOVES = ("denied", "reiterated", "responded")
TEXTS = ("headline", "dek", "body")
SILENCE = ("declined", "no-response")
HOUR = datetime.timedelta(hours=1)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def plain(text):
    """The words of a text without white space, typography and the encoding of letters."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub("[\u00ad\u200b\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", text)
    text = re.sub("[\"'\u2018-\u201f\u00ab\u00bb]", "'", text)
    text = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", text)
    for old, new in (("\u2026", "..."), ("\ufb01", "fi"), ("\ufb02", "fl")):
        text = text.replace(old, new)
    return " ".join(text.split())


def repeats_denial(move, denied):
    """Whether a reiteration repeats a denial, by what its party denies of each claim (hops; None is the claim), which is kept here."""
    own, hop = denied.setdefault(move.by, {}), move.data.get("hop")
    if move.type == "denied":
        for claim in move.named:
            own.setdefault(claim, set()).add(hop)
    elif move.outcome in ("withdraws", "confirms"):
        for claim in move.named or list(own):
            own.pop(claim, None)
    claims = move.named or list(own)
    if move.type != "reiterated" or not own or any(claim not in own for claim in claims):
        return False
    return any(None in own[claim] or hop is not None and hop in own[claim] for claim in claims)


class Event:
    def __init__(self, line):
        self.position, self.revision = line["position"], line["revision"]
        self.identity, self.story, self.type, self.data = line["id"], line["story"], line["type"], line["data"]
        self.time, self.recorded, self.source = line["time"], line["recorded"], line["source"]
        self.happened, self.taken = moment(self.time), moment(self.recorded)
        self.is_move = self.type in MOVES
        self.by = self.data.get("by", {}).get("name")
        self.outcome = self.data.get("outcome")
        self.named = self.data.get("claims", []) if self.is_move else []
        self.corrects = self.data.get("corrects", [])
        self.backdated = self.taken - self.happened > HOUR

    @property
    def order(self):
        """The place in the order of happening; the log decides within one moment."""
        return (self.happened, self.position)

    @property
    def change(self):
        if self.type != "updated":
            return None
        change = self.data.get("change", "update")
        return "correction" if self.corrects and change in ("update", "clarification") else change

    @property
    def is_correction(self):
        return self.change == "correction" or bool(self.corrects)

    @property
    def is_announced(self):
        note = self.data.get("note")
        return note is not None and note.get("placement") != "none"

    @property
    def claims(self):
        """The claims that it brings in."""
        if self.type in EDITS:
            return self.data.get("claims", [])
        return [self.data["counterclaim"]] if "counterclaim" in self.data else []

    @property
    def requests(self):
        return self.data.get("requests", []) if self.type in EDITS else []


class Version:
    def __init__(self, number, event, texts, before, earlier):
        self.number, self.event, self.texts = number, event, texts
        self.changed = [name for name in TEXTS if before is None or texts[name] != before.texts[name]]
        if before is None:
            self.changed = [name for name in TEXTS if texts[name] is not None]
        words = [None if texts[name] is None else plain(texts[name]) for name in TEXTS]
        self.words = words
        self.is_noise = before is not None and words == before.words
        self.is_silent = before is not None and not event.is_announced and not self.is_noise
        exact = [v.number for v in earlier if v.texts == texts]
        same = [v.number for v in earlier if v.words == words]
        self.reverts_to, self.but_for_typography = None, False
        if exact:
            self.reverts_to = exact[-1]
        elif same and not self.is_noise:
            self.reverts_to, self.but_for_typography = same[-1], True


class Story:
    """One story by a cut. `record` are its events in the log; those after `as_of` do not count."""

    def __init__(self, record, has_happened):
        self.record = record
        self.events = [e for e in record if has_happened(e)]
        self.out_of_order = set()
        for place, event in enumerate(record):
            before = [e for e in record[:place] if event.type not in EDITS or e.type in EDITS]
            if any(event.happened < e.happened for e in before):
                self.out_of_order.add(event.position)
        self.all_versions = self.number_versions()
        self.versions = [v for v in self.all_versions if v.event in self.events]
        self.is_published = any(e.type == "published" for e in self.events)
        brought = {c["id"] for e in self.events for c in e.claims}
        self.later = {c["id"] for e in record for c in e.claims} - brought

    def number_versions(self):
        versions, texts = [], dict.fromkeys(TEXTS)
        for event in self.record:
            if event.type not in EDITS:
                continue
            new = {name: event.data.get(name, texts[name]) for name in TEXTS}
            if event.type == "published" or new != texts:
                before = versions[-1] if versions else None
                versions.append(Version(len(versions) + 1, event, new, before, versions))
            texts = new
        return versions

    @property
    def status(self):
        changes = [e.change for e in self.events if e.change in ("hold", "release", "kill")]
        return {"hold": "held", "kill": "killed"}.get(changes[-1] if changes else None, "published")

    def field(self, name):
        value = None
        for event in self.events:
            if event.type in EDITS and name in event.data:
                value = event.data[name]
        return value

    def show(self):
        version, last = self.versions[-1], self.events[-1]
        made = version.event
        edits = [e for e in self.events if e.type in EDITS]
        published = self.events[0]
        embargo = published.data.get("embargo")
        is_broken = embargo is not None and max(published.happened, published.taken) < moment(embargo["at"])
        result = {
            "status": self.status, "version": version.number, "position": last.position, "revision": last.revision,
            "section": self.field("section"), "source": published.source, "published": published.time, "updated": None,
            "outOfOrder": made.position in self.out_of_order or edits[-1].position in self.out_of_order,
            "embargoBroken": is_broken,
        }
        result.update(version.texts)
        if version.number > 1:
            result["updated"] = {"version": version.number, "position": made.position, "time": made.time,
                                 "recorded": made.recorded, "source": made.source}
        return result

    def covering(self, version):
        """The first later note, without a text, that covers a change of a silent version: its position, None, or "?" where a
        sentence stands on both sides, so that only a comparison of the texts tells. So it does of whether a note of the day before
        is about nothing earlier."""
        if not version.is_silent:
            return None
        place = self.all_versions.index(version)
        before = self.all_versions[place - 1]
        made = {v.event.position for v in self.all_versions}
        for event in self.events:
            if event.type != "updated" or event.position in made or not event.is_announced:
                continue
            is_early = event.position < version.event.position
            for selector in event.data["note"].get("covers", []):
                texts = [[v.texts[name] or "" for name in TEXTS if name in version.changed] for v in (before, version)]
                if any(plain(selector["exact"]) in plain(old) and plain(selector["exact"]) in plain(new) for old, new in zip(*texts)):
                    return "?"
                if any(selector["exact"] in text for side in texts for text in side):
                    return "?" if is_early else event.position
            if not is_early and event.is_correction and event.corrects:
                return "?"
        return None

    def history(self):
        rows = []
        for v in self.versions:
            note = v.event.data.get("note")
            rows.append({
                "version": v.number, "position": v.event.position, "time": v.event.time, "recorded": v.event.recorded,
                "backdated": v.event.backdated, "outOfOrder": v.event.position in self.out_of_order,
                "source": v.event.source, "change": v.event.change, "reason": v.event.data.get("reason"),
                "note": note and note["text"], "announced": v.event.is_announced,
                "silent": v.is_silent, "noise": v.is_noise, "changed": v.changed, "revertsTo": v.reverts_to,
                "revertsButForTypography": v.but_for_typography,
                "headlineChanged": v.number > 1 and "headline" in v.changed, "laterNote": self.covering(v),
            })
        made = {v.event.position for v in self.all_versions}
        others = []
        for event in self.events:
            if event.position not in made:
                stood = [v.number for v in self.all_versions if v.event.position < event.position]
                covers = [selector["exact"] for selector in (event.data.get("note") or {}).get("covers", [])]
                others.append({"position": event.position, "version": stood[-1], "backdated": event.backdated, "covers": covers,
                               "outOfOrder": event.position in self.out_of_order})
        return {"versions": rows, "others": others}

    # Claims and requests.

    def claim(self, identity):
        for event in self.events:
            for claim in event.claims:
                if claim["id"] == identity:
                    return event, claim
        return None, None

    def claim_ids(self):
        ids = [c["id"] for e in self.events for c in e.claims]
        ids += [i for e in self.events for i in e.named + e.corrects]
        return list(dict.fromkeys(ids))

    def is_own(self, source):
        return source is not None and not source.is_move

    def whole_story(self, source):
        """The moves on the story as a whole that are about a claim: those in the log after it, if the story makes it."""
        if not self.is_own(source):
            return []
        return [e for e in self.events if e.is_move and not e.named and e.position > source.position]

    def standing(self, identity):
        source, claim = self.claim(identity)
        # A counter-claim is another party's: a kill does not retract it.
        if self.status == "held":
            return "held"
        if self.status == "killed" and not (source is not None and source.is_move):
            return "retracted"
        if any(identity in e.corrects for e in self.events):
            return "corrected"
        claim = claim or {}
        speakers = [hop["speaker"]["name"] for hop in claim.get("attribution", [])]
        subjects = [party["name"] for party in claim.get("about", [])]
        named = [e for e in self.events if e.is_move and identity in e.named]
        about = named + self.whole_story(source)
        denials = [e for e in about if e.type == "denied"]

        for move in about:
            if move.outcome == "withdraws":
                if move.by not in speakers if speakers else move not in named:
                    continue
                # It takes back first what its party has denied since it last withdrew something.
                before = [m for m in about if m.by == move.by and m.order < move.order
                          and (m.type == "denied" or m.outcome == "withdraws")]
                if not before or max(before, key=lambda m: m.order).type != "denied":
                    return "withdrawn"
        for move in about:
            if move.outcome == "confirms":
                if subjects and move.by in subjects:
                    return "conceded"
                if not subjects and move in named and move.by not in speakers:
                    return "conceded"

        upheld = [d for d in denials
                  if not any(m.outcome == "withdraws" and m.by == d.by and m.order > d.order for m in about)]
        def denies(move):
            # A party that denies the claim itself repeats its denial: it meets no other.
            own = [d.order for d in denials if d.by == move.by and d.order < move.order]
            ends = [m.order for m in about if m.outcome in ("withdraws", "confirms") and m.by == move.by
                    and m.order < move.order]
            return bool(own) and not any(end > max(own) for end in ends)

        unmet = [d for d in upheld
                 if not any(m.type == "reiterated" and m.by != d.by and m.order > d.order
                            and m.data.get("strength") != "softer" and not denies(m) for m in about)]
        if any(d.data.get("extent", "full") == "full" for d in unmet):
            return "denied"
        if unmet:
            return "partly-denied"
        if upheld:
            return "contested"
        if any(m.outcome in ("statement", "acknowledges", "confirms") for m in about):
            return "answered"
        asked = {r["party"]["name"] for e in self.events for r in e.requests if identity in r.get("claims", [])}
        # Silence about the story as a whole is no silence about each of its claims.
        asked |= {m.by for m in named if m.outcome in SILENCE}
        heard = {m.by for m in about if m.outcome not in SILENCE}
        return "unanswered" if asked - heard else "asserted"

    def answers(self, event, request):
        asked = (moment(request["asked"]["at"]) if "asked" in request else event.happened, event.position)
        found = []
        for move in self.events:
            if not move.is_move or move.order < asked:
                continue
            if "request" in move.data:
                if move.data["request"] == request.get("id"):
                    found.append(move)
            elif move.by == request["party"]["name"]:
                found.append(move)
        return sorted(found, key=lambda move: move.order)

    @staticmethod
    def come_to(answers):
        words = [{"declined": "declined", "no-response": "silent"}.get(m.outcome, "answered") for m in answers]
        return next((word for word in ("answered", "declined", "silent") if word in words), "asked")

    def requests(self):
        rows = []
        for event in self.events:
            for request in event.requests:
                answers = self.answers(event, request)
                standing = self.come_to(answers)
                decisive = [m for m in answers if self.come_to([m]) == standing]
                seconds = None
                if "asked" in request and decisive and standing != "silent":
                    seconds = (decisive[0].happened - moment(request["asked"]["at"])) // datetime.timedelta(seconds=1)
                rows.append({
                    "party": request["party"]["name"], "claims": request.get("claims", []), "standing": standing,
                    "standingAtPublication": self.come_to([m for m in answers if m.order < event.order]),
                    "seconds": seconds, "answers": [m.position for m in answers], "answerCount": len(answers),
                })
        return rows

    def claim_board(self):
        claims = {}
        for identity in self.claim_ids():
            source, claim = self.claim(identity)
            named = [e for e in self.events if identity in e.named or identity in e.corrects]
            claims[identity] = {
                "standing": self.standing(identity), "text": claim["text"] if claim else None,
                "notYet": identity in self.later, "wholeStoryCount": len(self.whole_story(source)),
                "moves": [(e.position, e.backdated, e.position in self.out_of_order)
                          for e in sorted(named, key=lambda e: e.order)],
            }
        whole = [e for e in self.events if e.is_move and not e.named]
        return {
            "status": self.status, "claims": claims, "requests": self.requests(),
            "wholeStory": [e.position for e in sorted(whole, key=lambda e: e.order)],
        }

    def row(self):
        version, last = self.versions[-1], self.events[-1]
        return {
            "story": last.story, "status": self.status, "version": version.number,
            "headline": version.texts["headline"], "events": len(self.events), "position": last.position,
            "recorded": last.recorded, "silentEdits": sum(v.is_silent for v in self.versions),
            "backdated": sum(e.backdated for e in self.events),
            "outOfOrder": sum(e.position in self.out_of_order for e in self.events),
        }


class Cut:
    """The whole ledger by a cut."""

    def __init__(self, events, as_of=None, recorded=None, at=None):
        def is_known(event):
            return (as_of is None or event.position <= as_of) and (recorded is None or event.taken <= recorded)

        def has_happened(event):
            return at is None or event.happened <= at

        known = [e for e in events if is_known(e)]
        names = list(dict.fromkeys(e.story for e in known))
        self.stories = {name: Story([e for e in known if e.story == name], has_happened) for name in names}

    def story_rows(self):
        rows = [s.row() for s in self.stories.values() if s.is_published]
        return sorted(rows, key=lambda row: -row["position"])

    def activity(self):
        days = {}
        for name, story in self.stories.items():
            made = {v.event.position: v for v in story.all_versions}
            for event in story.events:
                day = days.setdefault(event.recorded[:10], {"stories": set(), "begun": 0, "events": 0, "versions": 0,
                                      "silentEdits": 0, "corrections": 0, "withheld": 0, "backdated": 0, "outOfOrder": 0})
                day["stories"].add(name)
                day["events"] += 1
                day["begun"] += event.type == "published"
                day["versions"] += event.position in made
                day["silentEdits"] += event.position in made and made[event.position].is_silent
                day["corrections"] += event.is_correction
                day["backdated"] += event.backdated
                day["outOfOrder"] += event.position in story.out_of_order
        return {day: {**counts, "stories": len(counts["stories"])} for day, counts in days.items()}

    def parties(self):
        acts, named = {}, {}

        def add(party, act, story):
            acts.setdefault(party, {}).setdefault(act, 0)
            acts[party][act] += 1
            named.setdefault(party, set()).add(story)

        for name, story in self.stories.items():
            denied = {}
            for event in story.events:
                for claim in event.claims:
                    hops = claim.get("attribution", [])
                    for party in {hop["speaker"]["name"] for hop in hops}:
                        add(party, "said", name)
                    for party in {hop["addressee"]["name"] for hop in hops if "addressee" in hop}:
                        add(party, "told", name)
                    for party in {party["name"] for party in claim.get("about", [])}:
                        add(party, "about", name)
                for request in event.requests:
                    add(request["party"]["name"], "asked", name)
                if event.is_move:
                    partly = event.data.get("extent") == "partial"
                    act = event.outcome or ("partly-denied" if partly else event.type)
                    add(event.by, "denied" if repeats_denial(event, denied) else act, name)
        return {party: {"stories": len(named[party]), "acts": acts[party]} for party in acts}
