"""Invented stories with everything that a page can show, and the settings of a site."""

import socket

POISON = ("<script>alert(1)</script>\" onload='x' </style></title><!-- \u202Egnp.exe \u2028 &amp; ]]> </pre></textarea> "
          + "x" * 3000 + " 👩‍👩‍👧‍👦 שלום عليكم " + "🚢" * 200)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def configure(ledger, listen):
    text = f"site:\n  listen: {listen}\ninbox:\n  settle: 100ms\npublication:\n  interval: 200ms\n"
    (ledger.scratch / "storyledger.yaml").write_text(text)


def event(kind, story, time, **data):
    data = {name: value for name, value in data.items() if value is not None}
    return {"type": kind, "subject": story, "source": "inbox", "time": time, "data": data}


LETTER = ("The Harbor Bridge will close to all traffic for two years from June, according to a letter seen by The Evening Ferry.\n\n"
          "In the letter, chief engineer Tomas Verhaal told the contractor Lindholm Works to prepare for a full closure. The repair "
          "will cost 240 million crowns, the contractor said.\n\nSome 31,000 cars cross the bridge every day. The ministry did not "
          "respond before publication.")

STORIES = [
    event("published", "harbor", "2026-03-02T07:15:00-05:00", headline="Harbor Bridge to close for two years, letter says",
          dek="A contractor was told to prepare", body=LETTER, byline=[{"name": "Ada Brandt"}], publisher="The Evening Ferry",
          language="en", section="Local", url="https://ferry.example/harbor",
          claims=[{"id": "closure", "text": "The bridge will close for two years.", "attribution": [
              {"speaker": {"name": "The letter"}, "verb": "says"},
              {"id": "h2", "speaker": {"name": "Tomas Verhaal", "role": "chief engineer"}, "verb": "told",
               "addressee": {"name": "Lindholm Works"}}], "about": [{"name": "Ministry of Ports"}]},
                  {"id": "cost", "text": "The repair will cost 240 million crowns.", "by": {"name": "Lindholm Works"}}],
          requests=[{"id": "ask", "party": {"name": "Ministry of Ports"}, "channel": "email",
                     "asked": "2026-03-01T16:00:00-05:00"}]),
    event("denied", "harbor", "2026-03-02T11:00:00-05:00", by={"name": "Ministry of Ports"}, claim="closure", extent="partial",
          statement="There will be no full closure.", counterclaim={"id": "lanes", "text": "Two lanes close at night."}),
    event("denied", "harbor", "2026-03-02T12:00:00-05:00", by={"name": "Tomas Verhaal"}, claim="closure", hop="h2",
          statement="I told nobody."),
    event("updated", "harbor", "2026-03-02T17:20:00-05:00", headline="Ministry denies two-year closure of Harbor Bridge",
          body=LETTER.replace("240", "260").replace(" The ministry did not respond before publication.", ""),
          note="This story has been updated with a response from the Ministry of Ports.", corrects=["cost"]),
    event("responded", "harbor", "2026-03-03T09:00:00-05:00", by={"name": "Ministry of Ports"}, outcome="statement",
          request="ask", statement="We stand by our words."),
    event("updated", "harbor", "2026-03-04T09:00:00-05:00",
          body="Some 31,000 cars cross the bridge every day.\n\n" + LETTER.replace("240", "260").split("\n\nSome")[0]),
    event("published", "long", "2026-03-01T08:00:00Z", headline="Storm: what we know", language="en",
          body="No ferry has left since 0 o'clock."),
    *(event("updated", "long", f"2026-03-01T{8 + number // 6:02d}:{number % 6 * 10 + 5:02d}:00Z", note=number % 3 == 0 and "Updated." or None,
            body=f"No ferry has left since {number} o'clock." + " It rains." * (number % 7)) for number in range(1, 80)),
    event("published", "tram", "2026-03-02T08:00:00Z", headline="Tram drivers to strike", body="Drivers will strike on Monday."),
    event("updated", "tram", "2026-03-02T09:00:00Z", change="kill", reason="The letter was forged.", note="Withdrawn."),
    event("published", "park", "2026-03-02T08:00:00Z", headline="Bench in the park", language="en",
          body="A bench was built.\n\nIts first guest was Lena Ortiz, a nurse.\n\nIt is green."),
    event("updated", "park", "2026-03-02T10:00:00Z", body="Two benches were built.\n\nThe first guest was Lena Ortiz, a nurse.\n\nThey are green.\n\n"
          "[2 paragraphs were withheld by nobody]"),
    event("published", "mina", "2026-03-02T08:00:00Z", headline="إغلاق الميناء لمدة شهر", language="ar",
          body="قالت البلدية إن الميناء سيغلق لمدة شهر.\n\nوقال الصيادون إنهم سيحتجون."),
    event("updated", "mina", "2026-03-02T09:00:00Z", body="قالت البلدية إن الميناء سيغلق لمدة شهرين.\n\nوقال الصيادون إنهم سيحتجون."),
    event("updated", "mina", "2026-03-02T10:00:00Z", body="قالت البلدية إن الميناء سيغلق لمدة شهرين، حتى يوليو.\n\nوقال الصيادون إنهم سيحتجون.\n\n"
          "الجسر مغلق اليوم (AB)، كما قال رئيس البلدية."),
    event("published", "地铁", "2026-03-02T08:00:00Z", headline="地铁新线将于五月开通", language="zh",
          body="市政府表示，地铁新线将于五月开通。\n\n票价为三元。"),
    event("published", "h<b>&'\"x", "2026-03-02T08:00:00Z", headline=POISON, dek=POISON, body=POISON, section=POISON[:300],
          byline=[{"name": POISON, "role": POISON, "url": "javascript:alert(1)"}], publisher=POISON, language="en",
          claims=[{"id": "c<1>", "text": POISON, "attribution": [{"id": "h<1>", "speaker": {"name": POISON}, "verb": POISON}]}],
          requests=[{"id": "r", "party": {"name": POISON}}]),
    event("denied", "h<b>&'\"x", "2026-03-02T09:00:00Z", by={"name": POISON, "role": POISON}, claim="c<1>", hop="h<1>",
          statement=POISON, concedes=POISON),
    event("updated", "h<b>&'\"x", "2026-03-02T10:00:00Z", headline="Another headline", body=POISON + " more " + "w" * 3000,
          note=POISON, change="correction"),
]
