'use strict';

// Proves a bundle of Story Ledger in the reader's own browser, with Web Crypto and no library, from the documented formats alone:
// RFC 8785 (JSON), RFC 6962 (tree), RFC 8032 (Ed25519), RFC 7396 (merge patch), C2SP signed-note and tlog-checkpoint. "Check 1" and so on
// are the numbers in BundleFormat.md. scripts/check-bundle.py makes the same checks; a test holds the two against each other.

const StoryLedgerProof = (() => {
  const LONGEST = 64 * 2 ** 20, DEEPEST = 64; // bytes of a bundle; arrays and objects in one another
  const MOST_AHEAD = 366 * 86400; // seconds
  const TEXT_FIELDS = ['headline', 'dek', 'body'], OWN = 'org.storyledger';
  const PRODUCER_TYPES = ['published', 'updated', 'denied', 'reiterated', 'responded'];
  const CHANGES = ['update', 'correction', 'clarification', 'hold', 'release', 'kill'];

  // Sentences in the language of the page, which may hold a table of them: by the English ones, with {1}, {2} for the values.
  const table = JSON.parse(globalThis.document?.getElementById('proof-words')?.textContent ?? 'null');
  const say = (parts, ...values) => {
    if (!table) return parts.reduce((text, part, i) => `${text}${values[i - 1]}${part}`);
    const sentence = parts.reduce((text, part, i) => `${text}{${i}}${part}`);
    return (table[sentence] ?? sentence).replace(/\{(\d+)\}/g, (place, i) => (i <= values.length ? `${values[i - 1]}` : place));
  };

  class Refused extends Error {}
  const must = (holds, what) => { if (!holds) throw new Refused(what); };
  const isText = (value) => typeof value === 'string';
  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isCount = (value) => Number.isInteger(value) && value >= 0;
  const has = (value, name) => Object.hasOwn(value, name);

  /** Lets the page answer its reader, every 50 ms. Awaiting a digest does not: Chromium may have it at once. */
  let rested = 0;
  async function letPageRun() {
    if (performance.now() - rested < 50) return;
    await new Promise((goOn) => { setTimeout(goOn); });
    rested = performance.now();
  }

  // Bytes.

  const utf8 = new TextEncoder();
  const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

  /** The hash of texts (as UTF-8) and bytes, one after the other. */
  async function sha256(parts) {
    const all = parts.map((part) => (isText(part) ? utf8.encode(part) : part));
    const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
    all.reduce((start, part) => { bytes.set(part, start); return start + part.length; }, 0);
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  }

  /** Base64 in the one form that encoding gives; atob alone takes white space and missing padding too. */
  function fromBase64(text, what) {
    let binary = null;
    try { binary = atob(text); } catch { /* refused below */ }
    must(binary !== null && btoa(binary) === text, say`${what} is not base64 in its one form`);
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  }

  /** Bytes as text; a byte order mark stays, and is then no JSON. */
  function textOf(bytes) {
    must(bytes.byteLength <= LONGEST, say`the bundle is longer than ${LONGEST} bytes`);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Refused(say`the bundle is not UTF-8`);
    }
  }

  // JSON. A text is taken only if RFC 8785 writes its value so. A key twice, white space, -0, or bytes after the end do not come back.

  function canonical(value, depth = 0) {
    must(depth < DEEPEST || value === null || typeof value !== 'object', say`JSON is nested more than ${DEEPEST} deep`);
    if (isText(value)) must(!/\p{NChar}/u.test(value), say`a text holds a noncharacter`);
    if (isText(value)) must(value.isWellFormed ? value.isWellFormed() : !/\p{Cs}/u.test(value), say`a text holds a lone surrogate`);
    else if (typeof value === 'number') must(Math.abs(value) < 2 ** 53, say`a number is beyond +-(2^53-1)`);
    else if (Array.isArray(value)) return `[${value.map((element) => canonical(element, depth + 1)).join(',')}]`;
    else if (value !== null && typeof value === 'object') { // sort() compares UTF-16 code units, as RFC 8785 asks
      return `{${Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key], depth + 1)}`).join(',')}}`;
    }
    return JSON.stringify(value);
  }

  function readJSON(text, what) {
    let value;
    try { value = JSON.parse(text); } catch { throw new Refused(say`${what} is not JSON`); }
    must(canonical(value) === text, say`${what} is not in RFC 8785 form`);
    return value;
  }

  // Shapes. Each is a function of a value and its path that refuses a value of another shape. hidden, if given, has the paths of strings that
  // nobody can read, which may have said anything; it notes that one of them must be read to know what the event did.

  const isName = /^(?!\d)\p{XIDC}+$/u;
  const quote = (key) => `['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
  const below = (path, key) => path + (Number.isInteger(key) ? `[${key}]` : isName.test(key) ? `.${key}` : quote(key)); // RFC 9535
  const kind = (holds, expected, mustBeRead = false) => (value, path, hidden) => {
    if (!isText(value) || !hidden?.paths.has(path)) must(holds(value), say`refused at ${path}: expected ${expected}`);
    else hidden.isUnread ||= mustBeRead;
  };
  const object = kind(isObject, say`an object`), flag = kind((value) => typeof value === 'boolean', say`true or false`, true);
  const listOf = (check, least = 0, most = Infinity) => (value, path, hidden) => {
    kind((list) => Array.isArray(list) && list.length >= least && list.length <= most,
      say`an array${least ? ` of at least ${least}` : ''}${most < Infinity ? ` of at most ${most}` : ''}`)(value, path);
    value.forEach((element, i) => check(element, below(path, i), hidden));
  };
  const record = (shapes, mayHaveOthers = false) => { // a member with ! is required
    const checks = new Map(Object.entries(shapes).map(([name, check]) => [name.replace('!', ''), check]));
    const needed = [...checks.keys()].filter((name) => has(shapes, `${name}!`));
    return (value, path, hidden) => {
      object(value, path);
      for (const name of needed) must(has(value, name), say`refused at ${path}: expected a member ${name}`);
      for (const name of Object.keys(value)) {
        must(mayHaveOthers || checks.has(name), say`refused at ${below(path, name)}: expected no member of that name`);
        checks.get(name)?.(value[name], below(path, name), hidden);
      }
    };
  };
  const orNull = (check) => (value, path, hidden) => value === null || check(value, path, hidden);
  const choice = (words, mustBeRead) => kind((value) => words.includes(value), say`one of ${words.join(', ')}`, mustBeRead);
  const word = (...words) => choice(words, true);
  const matching = (pattern, expected) => kind((value) => isText(value) && pattern.test(value), expected);
  const string = kind(isText, say`a string`), place = kind(isCount, say`a position`);

  // The bundle: BundleFormat.md, "The file".

  const HASH = matching(/^[0-9a-f]{64}$/, say`64 small hexadecimal digits`);
  const SALTED = record({ 'salt!': HASH, 'text!': string }), MISSING = record({ 'hash!': HASH });
  const isHidden = (piece) => has(piece, 'hash');
  const PIECE = (value, path) => (isObject(value) && isHidden(value) ? MISSING : SALTED)(value, path);
  const ELEMENT = record({ 'leaf!': string, 'pieces!': listOf(PIECE), 'proof!': listOf(HASH, 0, 63), 'skeleton!': orNull(SALTED) });
  const BUNDLE = record({ 'checkpoint!': string, 'events!': listOf(ELEMENT, 1), 'format!': word('storyledger/bundle/v1'), 'origin!': string,
    'story!': string, 'version!': kind((value) => isCount(value) && value >= 1 && value < 2 ** 31, say`a number from 1`),
    'withheld!': listOf(ELEMENT) });

  async function readBundle(bundleText) {
    must(isText(bundleText) && utf8.encode(bundleText).length <= LONGEST, say`the bundle is longer than ${LONGEST} bytes`);
    must(bundleText.endsWith('\n'), say`the bundle does not end with a line feed`);
    const bundle = readJSON(bundleText.slice(0, -1), say`the bundle`);
    await letPageRun();
    BUNDLE(bundle, 'bundle');
    return bundle;
  }

  // Check 1. Key and checkpoint: C2SP signed-note and tlog-checkpoint.

  const SMALL_ORDER = [`00${'00'.repeat(31)}`, `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`, // y of the eight points: curve25519-dalek,
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', // constants::EIGHT_TORSION
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'];

  async function readKey(keyText) {
    const [, name, id, encoded] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(keyText) || [];
    must(encoded !== undefined, say`this is no verifier key: expected NAME+ID+KEY`);
    const bytes = fromBase64(encoded, say`the verifier key`);
    must(bytes.length === 33 && bytes[0] === 1, say`${name} is no Ed25519 key of a log`);
    must(toHex((await sha256([name, '\n', bytes])).slice(0, 4)) === id, say`the id of the key ${name} is not ${id}: a part was changed`);
    const isOfHolder = say`verifier key refused: expected a key with which only its holder can sign`;
    const y = toHex([...bytes.slice(1, 32), bytes[32] & 0x7f]); // RFC 8032, 5.1.3: below 2^255 - 19; no sign where x = 0
    must(!SMALL_ORDER.includes(y) && !/^(e[d-f]|f.)(ff){30}7f$/.test(y), isOfHolder);
    try {
      return { name, id, verifier: await crypto.subtle.importKey('raw', bytes.slice(1), { name: 'Ed25519' }, false, ['verify']) };
    } catch (error) {
      throw new Refused(error.name === 'NotSupportedError'
        ? say`this browser cannot check Ed25519 signatures: use a newer one, or the command storyledger check-bundle` : isOfHolder);
    }
  }

  /** Checks the log's signature. Returns the tree's size, as a BigInt, and its root in hexadecimal. */
  async function openCheckpoint(note, key) {
    must(note.endsWith('\n') && note.includes('\n\n'), say`the checkpoint is no signed note`);
    must(!/[\x00-\x09\x0b-\x1f]/.test(note), say`the checkpoint holds control characters`);
    const end = note.lastIndexOf('\n\n') + 1, signed = note.slice(0, end), lines = note.slice(end + 1).split('\n').slice(0, -1);
    must(lines.length >= 1 && lines.length <= 100, say`the checkpoint has no signature, or more than 100`);
    let isSigned = false;
    const others = []; // other keys of the log
    for (const line of lines) {
      const [, name, encoded] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) || [];
      must(name, say`the checkpoint has a line that is no signature`);
      const blob = fromBase64(encoded, say`a signature of the checkpoint`);
      must(blob.length >= 5, say`a signature of the checkpoint is too short`);
      const id = toHex(blob.slice(0, 4));
      if (name === key.name && id !== key.id) others.push(`${name}+${id}`);
      if (name !== key.name || id !== key.id) continue; // of another key, such as a witness's
      isSigned = await crypto.subtle.verify({ name: 'Ed25519' }, key.verifier, blob.slice(4), utf8.encode(signed));
      must(isSigned, say`the signature of ${key.name} under the checkpoint does not verify`);
    }
    const which = others.length > 0 ? say`, ${key.id}, but with ${others.join(' and ')}: one of the two may have replaced the other, or is not the `
      + say`keeper's. Ask the newsroom for the key of that time, and for the file 'statements', which tells of changes of keys` : '';
    must(isSigned, say`the checkpoint is not signed by ${key.name} with this key${which}`);
    const rows = signed.split('\n').slice(0, -1);
    must(rows.length >= 3 && !rows.includes(''), say`the checkpoint has too few lines`);
    must(rows[0] === key.name, say`the checkpoint is of the log ${rows[0]}, not of ${key.name}`);
    must(/^(0|[1-9][0-9]{0,18})$/.test(rows[1]) && BigInt(rows[1]) < 2n ** 63n, say`the tree size of the checkpoint is no number`);
    const root = fromBase64(rows[2], say`the root of the checkpoint`);
    must(root.length === 32, say`the root of the checkpoint is no hash`);
    return { size: BigInt(rows[1]), root: toHex(root) };
  }

  // Check 2. Inclusion: RFC 6962, 2.1.1.

  async function checkInclusion(event, leaf, tree) {
    const isLeft = [], index = BigInt(leaf.position); // from the root down: is the leaf in the left half?
    for (let first = 0n, end = tree.size; index < end && end - first > 1n;) {
      const middle = first + 2n ** BigInt((end - first - 1n).toString(2).length - 1);
      isLeft.push(index < middle);
      if (index < middle) end = middle;
      else first = middle;
    }
    const hasLength = index < tree.size && isLeft.length === event.proof.length;
    let hash = await sha256(['\x00', event.leaf]);
    for (const other of hasLength ? event.proof.map(fromHex) : []) {
      hash = await sha256(isLeft.pop() ? ['\x01', hash, other] : ['\x01', other, hash]);
    }
    must(hasLength && toHex(hash) === tree.root, say`the leaf @${leaf.position} is not in the signed tree`);
  }

  // Check 3. Data and its pieces: LeafAndData.md.

  async function readData(event, leaf) {
    const pieces = event.pieces, what = `@${leaf.position}`, unfit = say`${what}: skeleton and pieces are not those of the data that they make`;
    must(event.skeleton !== null || pieces.length === 0, say`${what}: there are pieces and no skeleton`);
    if (event.skeleton === null) return null;
    const own = await sha256(['storyledger/skeleton/v1\n', fromHex(event.skeleton.salt), event.skeleton.text]);
    const hashes = [];
    for (const piece of pieces) {
      hashes.push(isHidden(piece) ? fromHex(piece.hash) : await sha256(['storyledger/piece/v1\n', fromHex(piece.salt), piece.text]));
      await letPageRun();
    }
    const commitment = `sha256:${toHex(await sha256(['storyledger/data/v1\n', own, ...hashes]))}`;
    must(leaf.commitment === commitment, say`${what}: skeleton and pieces are not what its leaf commits to`);
    const value = readJSON(event.skeleton.text, say`${what}: its skeleton`);
    must(isObject(value), say`${what}: its skeleton is no object`);
    const strings = [];
    copied(value, (inner, names) => {
      if (isText(inner)) strings.push(names);
      must(!isText(inner) || (inner === '' && !isBody(names)), unfit);
    });
    const rest = pieces.length - strings.length; // the rest are the body's paragraphs
    must(rest === (Number.isInteger(value.body) && rest > 0 ? value.body : 0), unfit);
    const before = strings.filter((path) => path[0] < 'body').length; // canonical order
    const paths = [...strings.slice(0, before), ...Array.from({ length: rest }, () => ['body']), ...strings.slice(before)];
    const shown = pieces.slice(before, before + rest).filter((piece) => !isHidden(piece)).map((piece) => piece.text);
    must(JSON.stringify(shown) === JSON.stringify(shown.length ? paragraphsOf(shown.join('')) : []), unfit);
    return { pieces, value, paths, paragraphs: rest, before };
  }

  const isBody = (names) => names.length === 1 && names[0] === 'body';

  /** JSON with change(inner, names) in place of each value that is no array and no object, in canonical order; names are the names and
   *  numbers above it. Objects have no prototype, so that __proto__ is a name. */
  function copied(value, change, names = []) {
    if (Array.isArray(value)) return value.map((inner, i) => copied(inner, change, [...names, i]));
    if (!isObject(value)) return change(value, names);
    const result = Object.create(null);
    for (const key of Object.keys(value).sort()) result[key] = copied(value[key], change, [...names, key]);
    return result;
  }

  const pathText = (steps) => steps.reduce(below, '$');

  /** A piece as people name it: `headline`, `body paragraph 3`, `claims[1].text`. */
  function nameOf({ paths, paragraphs, before }, number) {
    const paragraph = number >= before && number < before + paragraphs ? say` paragraph ${number - before + 1}` : '';
    return pathText(paths[number]).replace(/^\$\.?/, '') + paragraph;
  }

  /** Each paragraph ends after the first run of at least two line breaks. */
  const PARAGRAPH = /[^]*?(?:\r\n|\r(?!\n)|(?<!\r)\n)(?:[ \t]*(?:\r\n|\r(?!\n)|(?<!\r)\n))+|[^]+$/g;
  const paragraphsOf = (body) => body.match(PARAGRAPH) ?? [body];

  /** The data, with hole(number, isParagraph, isLast) for each missing piece. */
  function putTogether({ pieces, value, paragraphs }, hole) {
    let next = 0;
    const piece = (isParagraph, isLast) => {
      const number = next++;
      return isHidden(pieces[number]) ? hole(number, isParagraph, isLast) : pieces[number].text;
    };
    const body = () => Array.from({ length: paragraphs }, (_, i) => piece(true, i === paragraphs - 1)).join('');
    return copied(value, (inner, names) => (isText(inner) ? piece(false, false) : paragraphs > 0 && isBody(names) ? body() : inner));
  }

  // Check 4. Leaves, and the chain that they make.

  /** An RFC 3339 time with an offset, in seconds and microseconds; null for another text. */
  function readTime(value) {
    const match = isText(value)
      && /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?:(:\d\d)(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(value);
    if (!match) return null;
    const [, day, minute, second = ':00', fraction = '', sign, east = 0, minutes = 0] = match, local = `${day}T${minute}${second}`;
    const seconds = Date.parse(`${local}Z`) / 1000; // takes some days and hours that there are not for others
    if (Number.isNaN(seconds) || !new Date(seconds * 1000).toISOString().startsWith(local)) return null;
    if (day.startsWith('0000') || east > 23 || minutes > 59) return null;
    const offset = (east * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
    return { seconds: seconds - offset, micros: Number(fraction.padEnd(6, '0').slice(0, 6)) };
  }
  const AS_KEPT = /T..:..:..(\.\d*[1-9])?(Z|[+-](?!00:00).....)$/;
  const time = (pattern, mustBeRead) => kind((value) => readTime(value) !== null && pattern.test(value), say`a time as it is kept`, mustBeRead);
  const identifier = (longest, pattern = /^/) => kind((value) => isText(value) && value !== '' && utf8.encode(value).length <= longest
    && pattern.test(value) && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]|^\p{Zs}|\p{Zs}$/u.test(value),
  say`1 to ${longest} bytes without control characters, white space at the ends, or what a URI has not`);
  const LEAF = record({ 'commitment!': matching(/^sha256:[0-9a-f]{64}$/, say`sha256: and 64 small hexadecimal digits`), 'id!': identifier(1024),
    'position!': place, 'previous!': orNull(place), 'recordedtime!': time(/T.*\.\d{6}Z$/), 'revision!': place,
    'schema!': kind((value) => value === 1, '1'), 'source!': identifier(1024, /^([!#$&-;=?-\[\]_a-z~]|%[0-9A-Fa-f]{2})*$/),
    'subject!': identifier(200), 'time!': time(AS_KEPT), 'type!': word(...PRODUCER_TYPES, 'forked', 'rekeyed', 'withheld') });

  function readLeaf(leafText, index) {
    const leaf = readJSON(leafText, say`event ${index} of the bundle: its leaf`);
    LEAF(leaf, say`event ${index} of the bundle: its leaf`);
    const untaken = (holds, what) => must(holds, say`event ${index} of the bundle is one that no ledger takes: ${what}`);
    untaken(leaf.subject !== OWN || leaf.type === 'forked' || leaf.type === 'rekeyed',
      say`its story's id is '${OWN}', which the ledger keeps for itself`);
    for (const [value, name] of [[leaf.subject, say`its story's id`], ...(PRODUCER_TYPES.includes(leaf.type) ? [[leaf.id, say`its id`]] : [])]) {
      untaken(!/^\.\.?$/.test(value), say`${name} is a step within addresses, and no browser could ask for its page`);
      const [found] = /[\p{DI}\p{Cf}\p{Co}\u2800]|(?! )\p{Z}/u.exec(value) ?? [];
      untaken(!found, say`${name} holds the invisible character U+${found?.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
      untaken(value.normalize('NFC') === value, say`${name} is not in the composed form (Unicode NFC)`);
    }
    const at = readTime(leaf.time), recorded = readTime(leaf.recordedtime), ahead = at.seconds - recorded.seconds;
    untaken(!PRODUCER_TYPES.includes(leaf.type) || ahead < MOST_AHEAD || (ahead === MOST_AHEAD && at.micros <= recorded.micros),
      say`its time, ${leaf.time}, is more than 366 days after it was recorded, ${leaf.recordedtime}`);
    return leaf;
  }

  const breaks = (index) => (holds, what) => must(holds, say`event ${index} of the bundle breaks the chain: ${what}`);

  function checkChain(leaf, index, story, last) {
    const broken = breaks(index), before = last ? last.position : null;
    broken(leaf.type !== 'forked' && leaf.type !== 'rekeyed', say`'${leaf.type}' is about the log itself, never about a story`);
    broken(PRODUCER_TYPES.includes(leaf.type) === (leaf.source !== OWN),
      say`'${leaf.type}' does not come from the source ${leaf.source}`);
    broken(leaf.subject === story, say`it is of the story '${leaf.subject}'`);
    broken(leaf.revision === index, say`expected revision ${index}, found ${leaf.revision}`);
    broken(leaf.previous === before, say`expected ${before ?? 'none'} as the event before it, found ${leaf.previous ?? 'none'}`);
    broken((leaf.type === 'published') === !last, say`the first event, and no other, is of type published`);
    broken(!last || (leaf.position > last.position && leaf.recordedtime >= last.recordedtime), say`it was recorded before the event before it`);
  }

  /** Check 9. Leaves that one log holds: times never go back, identities are unique, each story is one chain. */
  function checkTogether(leaves) {
    const identities = new Set(), heads = new Map();
    let last = null;
    for (const leaf of leaves.sort((a, b) => a.position - b.position)) {
      const bad = (holds, what) => must(holds, say`@${leaf.position} is in no log with the others: ${what}`);
      const identity = JSON.stringify([leaf.source, leaf.id]), head = heads.get(leaf.subject), previous = leaf.previous ?? -1;
      bad(!last || leaf.recordedtime >= last.recordedtime, say`it was recorded before the one before it`);
      bad(!identities.has(identity), say`another has its source and id`);
      const steps = leaf.revision - (head ? head.revision : 0), start = head ? head.position : 0; // each event between needs a place
      const isFirst = !head && steps === 0 && previous === -1 && leaf.type === 'published';
      const hasRoom = head && steps === 1 ? previous === start : steps >= 1 && previous >= start + steps - 1 && previous < leaf.position;
      bad(isFirst || hasRoom, say`no chain has revision ${leaf.revision} there`);
      identities.add(identity);
      heads.set(leaf.subject, leaf);
      last = leaf;
    }
  }

  // The form in which a ledger records data: EventDocument.md, in long form. Of a takedown, other members may be there.

  const text = matching(/./s, say`text that is not empty`), token = matching(/^[^\p{Z}\p{Cc}]+$/u, say`text without white space`);
  const id = identifier(200), ids = listOf(id);
  const party = (mustBeRead) => record({ kind: choice(['person', 'organisation', 'unnamed'], mustBeRead), 'name!': text, role: text, url: token });
  const moment = (at, inner) => record({ 'at!': at, printed: inner, zone: inner });
  const CHANNEL = choice(['reply', 'post', 'email', 'phone', 'message', 'spokesperson', 'interview', 'letter', 'other']), PARTY = party(true);
  const STATEMENT = record({ channel: CHANNEL, 'text!': text, url: token, verbatim: flag });
  const HOP = record({ addressee: PARTY, id, 'speaker!': PARTY, verb: text });
  const SELECTORS = listOf(record({ 'exact!': text, field: word(...TEXT_FIELDS), prefix: string, suffix: string }));
  const CLAIM = record({ about: listOf(PARTY), attribution: listOf(HOP), 'id!': id, quotes: SELECTORS, 'text!': text });
  const NOTE = record({ covers: SELECTORS, placement: word('top', 'bottom', 'inline', 'none'), printed: text, 'text!': text });
  const REQUEST = record({ asked: moment(time(AS_KEPT, true), text), channel: CHANNEL, claims: ids, id, 'party!': PARTY });
  const MADE = { claims: listOf(CLAIM), requests: listOf(REQUEST) };
  const EXTENSION = kind((value) => value !== null && typeof value !== 'object', say`an extension attribute`);
  const extensions = (value, path, hidden) => {
    object(value, path, hidden);
    for (const [name, inner] of Object.entries(value)) (/^[a-z0-9]{1,20}$/.test(name) ? EXTENSION : record({}))(inner, below(path, name));
  };
  const BESIDE = { context: record({ causationid: text, correlationid: text, datacontenttype: text, dataschema: token, extensions,
    file: record({ 'name!': text, 'sha256!': HASH }) }), when: record({ printed: text, zone: text }) };
  const STORY = { byline: listOf(party(false)), dek: text, embargo: moment(time(AS_KEPT), text), extra: object, keywords: listOf(text),
    language: matching(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/, say`a language tag`), publisher: text, section: text, url: token };
  const EDITED = { ...STORY, embargo: moment(time(AS_KEPT), orNull(text)) };
  const MOVE = { ...BESIDE, 'by!': PARTY, claims: ids, statement: STATEMENT };
  const SHAPES = {
    published: record({ ...BESIDE, ...STORY, ...MADE, 'headline!': text, 'body!': string }),
    updated: record({ ...BESIDE, ...Object.fromEntries(Object.entries(EDITED).map(([name, check]) => [name, orNull(check)])), ...MADE,
      headline: text, body: string, change: word(...CHANGES), note: NOTE, corrects: ids, reason: text }),
    denied: record({ ...MOVE, concedes: text, counterclaim: CLAIM, extent: word('full', 'partial'), hop: id }),
    reiterated: record({ ...MOVE, answers: text, hop: id, strength: word('same', 'stronger', 'softer') }),
    responded: record({ ...MOVE, 'outcome!': word('statement', 'declined', 'no-response', 'acknowledges', 'confirms', 'withdraws'),
      printed: text, request: id }),
  };

  const isPieceNumber = (value) => isCount(value) && value < 2 ** 32;
  const pieceNumbers = kind((value) => value === 'all' || (Array.isArray(value)
    && value.every((number, i) => isPieceNumber(number) && (i === 0 || value[i - 1] < number))), say`all, or numbers of pieces in order`);
  const pair = kind((value) => Array.isArray(value) && value.length === 2 && isCount(value[0]) && isPieceNumber(value[1]), say`a pair of numbers`);
  const TAKEN = record({ 'position!': place, pieces: pieceNumbers, version: kind(Number.isInteger, say`an integer`), fields: listOf(string),
    change: word(...CHANGES), repeats: listOf(place) }, true);
  const TAKEDOWN = record({ 'reason!': string, 'authority!': string, 'taken!': listOf(TAKEN, 1), same: listOf(listOf(pair)) }, true);

  /** Refuses data of a producer that no ledger records, as far as pieces show it. Returns whether a piece is missing that must be read. */
  function checkForm(leaf, data) {
    if (data === null || !has(SHAPES, leaf.type)) return false;
    const hidden = { paths: new Set(data.paths.filter((_, number) => isHidden(data.pieces[number])).map(pathText)), isUnread: false };
    SHAPES[leaf.type](putTogether(data, () => ''), '$', hidden);
    return hidden.isUnread;
  }

  // Checks 5 and 6. Takedowns: the ledger's own events that took something.

  const takes = ({ pieces }, piece) => pieces === 'all' || pieces.has(piece);

  /** The reason or the authority of a takedown, in quotation marks: no words of the keeper pass for those of the page. */
  const keepersWord = (text) => `\u201c${text.replaceAll('\u201c', '\u2018').replaceAll('\u201d', '\u2019').replaceAll('"', "'")}\u201d`;

  /** What carried takedowns took: {by, entry, pieces, texts, groups, why, told} of each position; and all of them, to be checked. */
  class Takedowns {
    taken = new Map();
    carried = [];

    /** Returns the positions of which the event takes something; null where it is no takedown. */
    note(leaf, data) {
      if (leaf.type !== 'withheld' || leaf.source !== OWN || data === null || data.pieces.some(isHidden)) return null;
      const value = putTogether(data, () => '');
      TAKEDOWN(value, `@${leaf.position}`);
      const same = value.same ?? [], found = new Map();
      const why = `${keepersWord(value.reason)} (${keepersWord(value.authority)})`, told = say`withheld by event @${leaf.position} on ${leaf.recordedtime.slice(0, 19)}Z: ${why}`;
      const texts = new Map(same.flatMap((group, i) => group.map((where) => [where.join(), i + 1])));
      for (const entry of value.taken) {
        const pieces = entry.pieces === 'all' ? 'all' : new Set(entry.pieces ?? []);
        if (!found.has(entry.position)) found.set(entry.position, { by: leaf.position, entry, pieces, texts, groups: same.length, why, told });
      }
      for (const [position, one] of found) this.taken.set(position, [...this.of(position), one].sort((a, b) => a.by - b.by));
      this.carried.push({ leaf, taken: value.taken, same, found });
      return found;
    }

    of(position) { return this.taken.get(position) ?? []; }

    /** The newest takedown of all data of an event, and of one piece. */
    allOf(position) { return this.of(position).findLast((one) => one.pieces === 'all'); }

    ofPiece(position, piece) { return this.of(position).findLast((one) => takes(one, piece)); }

    /** Holds what they say against the story's events, by position. */
    check(story, events) {
      const newest = [...events.keys()].pop();
      for (const { leaf, taken, same, found } of this.carried) {
        const bad = (holds, what) => must(holds, say`@${leaf.position} is to explain missing pieces: ${what}`), places = new Set();
        taken.forEach(({ position, pieces }, i) => {
          bad(position < leaf.position && (i === 0 || taken[i - 1].position < position), say`it takes @${position} out of log order`);
          bad(pieces === 'all' || pieces?.length > 0, say`it takes nothing of @${position}`);
          const event = events.get(position), numbers = Array.isArray(pieces) ? pieces : [];
          bad(!event || PRODUCER_TYPES.includes(event.leaf.type), say`it withholds @${position}, which no producer sent`);
          bad(!event?.data || numbers.every((n) => n < event.data.pieces.length), say`it withholds a piece that @${position} does not have`);
        });
        for (const [position, piece] of same.flat()) {
          const where = `${position},${piece}`;
          bad(found.has(position) && takes(found.get(position), piece) && !places.has(where),
            say`it groups piece ${piece} of @${position}, which it does not take once`);
          places.add(where);
        }
        const named = Number(/^withheld-(0|[1-9]\d*)(\.([2-9]|[1-9]\d{1,8}))?$/.exec(leaf.id)?.[1] ?? -1);
        bad(found.has(named), say`its id names no event that it withholds`);
        bad(leaf.subject === story ? events.has(named) || named > newest : !events.has(named), say`@${named} is not of ${leaf.subject}`);
      }
    }
  }

  // Check 10. What no ledger takes from a producer, as far as a bundle shows it.

  class Rules {
    isKilled = false;
    claims = new Map(); // their hops, by id
    requests = new Set();
    own = []; // claims that are no counter-claims
    ids = new Set();

    /** value is the event's data, null where ids are not to be looked at; taken is the newest takedown of all of it. */
    take(leaf, data, value, taken, broken) {
      if (leaf.type === 'updated') this.change(data, taken, broken);
      if (value === null || !PRODUCER_TYPES.includes(leaf.type)) return;
      const { answers, request, hop, counterclaim, corrects = [], requests = [], claims = [] } = value;
      const isEdit = leaf.type === 'published' || leaf.type === 'updated', named = isEdit ? corrects : claims;
      broken(answers === undefined || this.ids.has(answers), say`the story has no event '${answers}' before it`);
      broken(request === undefined || this.requests.has(request), say`the story has no request for comment '${request}'`);
      this.ids.add(leaf.id);
      if (isEdit) this.own.push(...this.add(claims, requests, broken));
      this.mustKnow(named, broken);
      const those = named.length > 0 ? named : this.own, hasHop = (name) => this.claims.get(name).has(hop);
      broken(hop === undefined || (those.length > 0 && those.every(hasHop)), say`not each claim has a hop '${hop}'`);
      if (counterclaim) this.add([counterclaim], [], broken);
    }

    /** After a kill only a release changes the story. A change that is not shown may be one. */
    change(data, taken, broken) {
      const at = data ? data.paths.findIndex((path) => path.join() === 'change') : -1;
      const change = data === null ? taken.entry.change ?? 'update' : at < 0 ? 'update' : data.pieces[at].text;
      const isKnown = CHANGES.includes(change);
      broken(!this.isKilled || !isKnown || change === 'release', say`the story was killed, and only 'release' changes it`);
      if (!isKnown || ['kill', 'release', 'hold'].includes(change)) this.isKilled = change === 'kill';
    }

    add(claims, requests, broken) {
      for (const { id: name, attribution = [] } of claims) {
        broken(!this.claims.has(name), say`the story has a claim '${name}' already`);
        this.claims.set(name, new Set(attribution.map((hop) => hop.id).filter(isText)));
      }
      this.mustKnow(requests.flatMap((request) => request.claims ?? []), broken);
      for (const name of requests.map((request) => request.id).filter(isText)) {
        broken(!this.requests.has(name), say`the story has a request '${name}' already`);
        this.requests.add(name);
      }
      return claims.map((claim) => claim.id);
    }

    mustKnow(claims, broken) { for (const name of claims) broken(this.claims.has(name), say`the story has no claim '${name}'`); }
  }

  // Check 7. The version that the events make: RFC 7396 for three texts.

  const UNKNOWN = Symbol('a text that is gone');

  const holeOf = (takedowns, position) => (piece, isParagraph, isLast) => {
    const taken = takedowns.ofPiece(position, piece);
    if (!taken) return '[not carried]';
    const { by, texts, groups, why } = taken, group = texts.get(`${position},${piece}`);
    const which = groups > 1 && group ? `, text ${group} of ${groups}` : ''; // the words differ where the texts did
    const label = `[${isParagraph ? '1 paragraph withheld' : 'withheld'} by @${by}: ${why}${which}]`.replace(/[\x00-\x1f]/g, ' ');
    return label + (isParagraph && !isLast ? '\n\n' : '');
  };

  /** The version as the ledger counts it: by what is shown and, for what is not, by what takedowns say. */
  class Story {
    constructor(takedowns) { this.takedowns = takedowns; }
    version = 0;
    text = new Map(); // a text, undefined, or UNKNOWN, which differs from both
    repeats = new Set();

    /** Counts an event; value is its data with words for what is withheld, null where all of it is. */
    fold(leaf, value, isRead) {
      if (!isRead) return this.erase(leaf, (value === null ? this.takedowns.allOf(leaf.position) : this.takedowns.of(leaf.position).at(-1)).entry);
      if (leaf.type !== 'published' && leaf.type !== 'updated') return null;
      for (const { entry } of this.takedowns.of(leaf.position)) this.repeat(entry);
      let isChanged = false;
      for (const name of TEXT_FIELDS.filter((field) => has(value, field))) {
        const after = value[name] ?? undefined;
        isChanged ||= after !== this.text.get(name);
        this.text.set(name, after);
      }
      if (leaf.type === 'published') this.version = 1;
      else if (isChanged && !this.repeats.has(leaf.position)) this.version += 1;
      return null;
    }

    repeat({ repeats = [] }) { for (const position of repeats) this.repeats.add(position); }

    /** The keeper's word for what nobody can read. */
    erase(leaf, entry) {
      this.repeat(entry);
      for (const name of TEXT_FIELDS.filter((field) => entry.fields?.includes(field))) this.text.set(name, UNKNOWN);
      if (leaf.type === 'published') this.version = 1;
      if (leaf.type === 'updated') this.version += has(entry, 'version') ? 1 : 0;
      return null;
    }
  }

  const STATUS = { hold: 'held', kill: 'killed', release: 'published' };

  /** What the shown pieces alone prove: which events make versions, the status, and the texts. What only a takedown says is not sure. */
  class Shown {
    constructor(takedowns) { this.takedowns = takedowns; }
    least = 0;
    most = 0;
    status = 'published';
    hasSureStatus = true;
    texts = new Map(); // null where there is none, a list of pieces, or UNKNOWN where all of it is gone
    unsure = new Set();

    /** Whether the next event makes a version; null where that is not shown. */
    take(leaf, data) {
      if (leaf.type !== 'published' && leaf.type !== 'updated') return false;
      const found = data ? this.read(leaf.position, data) : this.gone(this.takedowns.allOf(leaf.position)?.entry ?? {});
      const makes = leaf.type === 'published' ? true : found;
      this.least += makes === true ? 1 : 0;
      this.most += makes === false ? 0 : 1;
      if (leaf.type === 'updated') this.change(leaf.position, data);
      return makes;
    }

    gone({ fields = [] }) {
      for (const name of TEXT_FIELDS) {
        this.unsure.add(name);
        if (fields.includes(name)) this.texts.set(name, UNKNOWN);
      }
      return null;
    }

    read(position, data) {
      const found = [];
      for (const name of TEXT_FIELDS.filter((field) => has(data.value, field))) {
        const numbers = data.paths.flatMap(([top], number) => (top === name ? [number] : [])), hole = holeOf(this.takedowns, position);
        const after = data.value[name] === null ? null : numbers.map((number) => ({ text: data.pieces[number].text,
          words: isHidden(data.pieces[number]) ? hole(number, name === 'body' && data.paragraphs > 0, number === numbers.at(-1)) : '' }));
        found.push(this.unsure.has(name) ? null : Shown.differ(this.texts.get(name) ?? null, after));
        this.texts.set(name, after);
        this.unsure.delete(name);
      }
      return found.includes(true) ? true : found.includes(null) ? null : false;
    }

    /** Whether two texts are shown to differ; null where that is not shown. */
    static differ(before, after) {
      if (before === null || after === null) return before !== after;
      if (before.length !== after.length) return true;
      const pairs = before.map((one, i) => [one.text, after[i].text]), isMissing = (pair) => pair.includes(undefined);
      if (pairs.some((pair) => !isMissing(pair) && pair[0] !== pair[1])) return true;
      return pairs.some(isMissing) ? null : false;
    }

    change(position, data) {
      const at = data ? data.paths.findIndex((path) => path.join() === 'change') : -1;
      if (data && at < 0) return;
      const isShown = data && !isHidden(data.pieces[at]), taken = data ? this.takedowns.of(position).at(-1) : this.takedowns.allOf(position);
      const change = isShown ? data.pieces[at].text : taken?.entry.change;
      if (!isShown || STATUS[change]) this.hasSureStatus = isShown;
      this.status = STATUS[change] ?? this.status;
    }

    words() { return new Map([...this.texts].filter(([, pieces]) => Array.isArray(pieces))); }
  }

  /** Holds the version against the events (checks 7 and 8). Returns what each says, or null; and what is shown of the story. */
  function checkVersion(events, takedowns, version, { notCarried, hasAllIds }) {
    const story = new Story(takedowns), shown = new Shown(takedowns), rules = new Rules(), values = [], isWhole = notCarried.length === 0;
    let isLast = true, isLastShown = true;
    events.forEach(({ leaf, data }, i) => {
      const isUnread = checkForm(leaf, data), isRead = data !== null && !(isUnread && takedowns.of(leaf.position).length > 0);
      const before = story.version, value = isWhole && data ? putTogether(data, holeOf(takedowns, leaf.position)) : null;
      rules.take(leaf, data, isWhole && hasAllIds && isRead ? value : null, takedowns.allOf(leaf.position), breaks(i));
      const makes = shown.take(leaf, data);
      [isLast, isLastShown] = [makes !== false, makes === true];
      values.push(value);
      if (!isWhole) return;
      story.fold(leaf, value, isRead);
      isLast = story.version !== before;
      breaks(i)(makes === null || makes === isLast,
        say`what is shown makes ${makes ? 'a' : 'no'} version there, and a takedown says that it makes ${makes ? 'none' : 'one'}`);
    });
    const made = isWhole ? story.version : Math.min(Math.max(version, shown.least + (isLastShown ? 0 : 1)), shown.most);
    const ends = () => breaks(events.length - 1)(isLast, say`the last event makes no version`);
    if (!isWhole) ends();
    must(made === version, say`the events make version ${made}, the bundle says ${version}`);
    ends();
    const texts = isWhole ? shown.words() : new Map(), headline = texts.get('headline');
    return { values, texts: [...texts].flatMap(([, pieces]) => pieces.map(({ text: own, words }) => (
      { words: (own ?? words).split(/[\r\n]+/).filter(Boolean), isHole: own === undefined }))),
      headline: headline?.map(({ text: own, words }) => own ?? words).join('') ?? null, status: shown.hasSureStatus ? [shown.status] : [],
      isCounted: shown.least === version && shown.most === version, doubtful: shown.hasSureStatus ? null : shown.status,
      unsure: TEXT_FIELDS.filter((name) => shown.unsure.has(name) && texts.has(name)),
      missing: TEXT_FIELDS.filter((name) => isWhole && shown.unsure.has(name) && !texts.has(name) && shown.texts.get(name) !== UNKNOWN) };
  }

  /** What reads, folded, like the words in place of a missing piece. */
  const IMITATION = /\[([^[\]]{0,40}withheldby(event)?@0|notcarried\])/;
  const OPENINGS = '⁅❲⟦【〔〖〘〚⦋⦍⦏⦗﹇﹝', CLOSINGS = '⁆❳⟧】〕〗〙〛⦌⦎⦐⦘﹈﹞';
  const DROPPED = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Mn}\p{Me}\u115f\u1160\u2800\u3164\uffa0]/gu;

  /** A small letter, 0 for all digits, one bracket for all square ones, ? for the rest; nothing for what shows nothing. */
  const folded = (text) => text.replace(DROPPED, '').replace(/[^a-z@[\]]/gu, (character) => {
    const value = character.codePointAt(0), plain = value >= 0xff01 && value <= 0xff5e ? String.fromCharCode(value - 0xfee0) : character;
    if (OPENINGS.includes(plain)) return '[';
    if (CLOSINGS.includes(plain)) return ']';
    if (plain === '\ufe6b') return '@';
    return /^\p{Nd}$/u.test(plain) ? '0' : /^[A-Za-z@[\]]$/.test(plain) ? plain.toLowerCase() : '?';
  });

  /** What is withheld and what is not carried, and whether all ids are shown. */
  function sortPieces(events, takedowns) {
    const found = { withheld: [], notCarried: [], imitations: [], gone: 0, shown: 0, count: 0, hasAllIds: true };
    for (const { leaf: { position, type }, data } of events) {
      const all = takedowns.allOf(position);
      must(data || all, say`the data of @${position} is missing, and no carried event has withheld it`);
      if (!data) {
        found.withheld.push(say`@${position}, all of its data: ${all.told}`);
        found.gone += 1;
        found.hasAllIds = false;
        continue;
      }
      const missing = [];
      for (const whole of takedowns.of(position).filter((one) => one.pieces === 'all')) { // text that somebody kept
        const here = data.pieces.filter((piece) => !isHidden(piece)).length;
        found.withheld.push(say`@${position}, ${here} of ${data.pieces.length} pieces: shown, though ${whole.told}`);
      }
      for (const number of data.pieces.keys()) {
        const [top, inner] = data.paths[number], taken = takedowns.ofPiece(position, number);
        if (!isHidden(data.pieces[number])) {
          found.shown += 1;
          if (PRODUCER_TYPES.includes(type) && IMITATION.test(folded(data.pieces[number].text))) found.imitations.push(`@${position}, ${nameOf(data, number)}`);
          if (taken && taken.pieces !== 'all') found.withheld.push(say`@${position}, ${nameOf(data, number)}: shown, though ${taken.told}`);
          continue;
        }
        const isOfText = TEXT_FIELDS.includes(top), isOfFile = top === 'context' && inner === 'file';
        found.hasAllIds &&= isOfText || isOfFile;
        if (!taken) missing.push(nameOf(data, number));
        else found.withheld.push(`@${position}, ${nameOf(data, number)}: ${taken.told}`);
      }
      found.count += data.pieces.length;
      if (missing.length > 0) found.notCarried.push(`@${position}, ${named(missing, data.pieces.length)}`);
    }
    return found;
  }

  // The words of scripts/check-bundle.py.

  const MOST_NAMES = 8;

  /** Which pieces of an event are not carried; none where all are missing. */
  function named(missing, count) {
    const more = missing.length > MOST_NAMES ? say`, and ${missing.length - MOST_NAMES} more` : '';
    const names = missing.length < count ? `: ${missing.slice(0, MOST_NAMES).join(', ')}${more}` : '';
    return say`${missing.length} of ${count} pieces${names}`;
  }

  const goneWords = (gone) => say`all data of ${gone} ${gone === 1 ? 'event' : 'events'} is gone`;

  function sentences(bundle, events, tree, key, { gone, shown, count, notCarried, withheld }, { isCounted, doubtful, unsure, missing }) {
    const makes = say`they make version ${bundle.version}`, isOne = events.length === 1, first = events[0].leaf.position;
    const proven = [say`the log ${bundle.origin}, tree of ${tree.size} leaves, holds `
      + (isOne ? say`the event @${first}` : say`these ${events.length} events, @${first} to @${events.at(-1).leaf.position}`),
    say`signed by ${key.name}+${key.id}, root ${tree.root}`,
    isOne ? say`it is a first event of the story` : say`they are one chain of the story from a first event on`,
    say`what they say: ${shown} of ${count} pieces are here, as they were committed to${gone ? `; ${goneWords(gone)}` : ''}`];
    const notProven = [say`that the log holds no other chain of this story`, say`that the story has no later events`,
      say`that times are true: when things happened is their sources' word, when they were recorded the keeper's`,
      say`that others are shown the same log`, say`that a source was entitled to what it sent, such as an edit by another source than the publisher's`,
      ...(withheld.length > 0 ? [say`that a takedown's reason and authority are true: they are the keeper's word`] : []),
      say`that the key has not ended and the history was not given up since: no statements were given`];
    const keepers = say`for withheld data, the keeper's word alone says what changed`;
    if (isCounted) proven.push(makes);
    else if (notCarried.length > 0) notProven.push(say`that ${makes}`);
    else notProven.push(say`that ${makes}: ${gone ? keepers : "which of the withheld texts were the same is the keeper's word"}`);
    if (doubtful !== null) notProven.push(notCarried.length > 0 ? say`that the story was not held or killed, as far as pieces are not carried`
      : say`that its status is ${doubtful}: ${keepers}`);
    if (unsure.length > 0) notProven.push(say`that ${unsure.join(' and ')} ${unsure.length > 1 ? 'are' : 'is'} the version's: ${keepers}`);
    if (missing.length > 0) notProven.push(say`that the version has no ${missing.join(' and no ')}: ${keepers}`);
    if (gone > 0) notProven.push(say`that no claim, note or move is missing: ${goneWords(gone)}`);
    if (notCarried.length > 0) {
      notProven.push(say`that the ledger has withheld nothing of what is not carried: a bundle may leave out the takedown, too`);
    }
    return { proven, notProven, isVersionProven: proven.includes(makes) };
  }

  /** Quotation marks around each text that is shown: no text can pass for the page's own words, such as those for what was withheld. */
  const spoken = (data, hole) => putTogether({ ...data, pieces: data.pieces.map((piece) => (isHidden(piece) ? piece
    : { text: `"${piece.text.replace(/[\\"]/g, '\\$&')}"` })) }, hole);

  /** What the events say beside the story's text, a line each. */
  function told(events, values, takedowns) {
    const said = { events: [], claims: [], notes: [], moves: [], files: [] }, named = (word, list) => (list?.length ? `, ${word} ${list.join(' and ')}` : '');
    const part = (before, words) => (words === undefined ? '' : before + words);
    events.forEach(({ leaf, data }, i) => {
      const plain = values[i], at = `@${leaf.position}`, isEdit = leaf.type === 'updated';
      said.events.push(say`${at}  ${leaf.time}  ${leaf.type}  source ${leaf.source}, id ${leaf.id}`);
      if (plain === null || !PRODUCER_TYPES.includes(leaf.type)) return;
      const value = spoken(data, holeOf(takedowns, leaf.position)), file = value.context?.file;
      if (file) said.files.push(say`${at}: ${file.name}, SHA-256 ${plain.context.file.sha256}`);
      const { corrects = [], note, counterclaim: counter, by, claims = [] } = value, { change: kept = 'update' } = plain;
      if (counter) said.claims.push(say`${counter.id}, counter-claim, ${at}: ${counter.text}`);
      if (isEdit || leaf.type === 'published') said.claims.push(...claims.map((claim) => `${claim.id}, ${at}: ${claim.text}`));
      else said.moves.push(say`${at}, ${leaf.type}${leaf.type === 'responded' ? ` (${plain.outcome})` : ''} by ${by.name}${named('claims', claims)}`
        + part(say`, hop `, value.hop) + (plain.extent === 'partial' ? say`, in part` : '')
        + (plain.strength && plain.strength !== 'same' ? `, ${plain.strength}` : '') + part(say`, answers `, value.answers)
        + part(say`, request `, value.request) + part(say`, conceding `, value.concedes)
        + part(': ', value.statement?.text) + (value.statement?.verbatim === false ? say` (not in these words)` : ''));
      const change = corrects.length > 0 && (kept === 'update' || kept === 'clarification') ? 'correction' : kept;
      if (isEdit && (change !== 'update' || note)) said.notes.push(`${at}, ${change}${named('corrects', corrects)}${plain.note?.placement === 'none' ? ', in a note that readers do not see' : ''}${part(': ', note?.text)}`);
    });
    return said;
  }

  async function check(bundleText, verifierKeyText) {
    must(globalThis.crypto?.subtle, say`this page came over http from another machine, and browsers give such a page no cryptography: open it `
      + say`over https, or save the case file and open it from your disk`);
    const bundle = await readBundle(bundleText), key = await readKey(verifierKeyText), tree = await openCheckpoint(bundle.checkpoint, key);
    must(bundle.origin === key.name, say`the checkpoint is of ${key.name}, the bundle says ${bundle.origin}`);
    const takedowns = new Takedowns(), events = new Map(), others = [];
    let last = null;
    for (const [i, event] of [...bundle.events, ...bundle.withheld].entries()) {
      await letPageRun();
      const leaf = readLeaf(event.leaf, i), isOther = i >= bundle.events.length;
      if (!isOther) checkChain(leaf, i, bundle.story, last);
      await checkInclusion(event, leaf, tree);
      const data = await readData(event, leaf), taken = takedowns.note(leaf, data);
      if (isOther) { // check 5
        const bad = (holds, what) => must(holds, say`@${leaf.position} is to explain missing pieces: ${what}`);
        bad(taken, say`it is no event of the ledger's own that withholds anything`);
        bad([...taken.keys()].some((position) => events.has(position)), say`it takes nothing of the story's events`);
        bad(!events.has(leaf.position) && (others.length === 0 || others.at(-1).position < leaf.position), say`it is out of order`);
        others.push(leaf);
      } else events.set(leaf.position, { leaf, data });
      last = leaf;
    }
    const own = [...events.values()];
    await letPageRun();
    checkTogether([...own.map(({ leaf }) => leaf), ...others]);
    takedowns.check(bundle.story, events);
    const found = sortPieces(own, takedowns);
    const story = checkVersion(own, takedowns, bundle.version, found), { headline, texts, status, values } = story;
    return { ...sentences(bundle, own, tree, key, found, story), ...told(own, values, takedowns),
      texts: texts.flatMap(({ words }) => words), holes: texts.flatMap(({ words, isHole }) => words.map(() => isHole)), status, signedBy: [verifierKeyText], logName: key.name,
      story: bundle.story, version: bundle.version, size: Number(tree.size), withheld: found.withheld, notCarried: found.notCarried,
      imitations: found.imitations, headline };
  }

  // The page: <section id="proof" data-bundle="URL or empty" data-key="VKEY or empty"> with a form and an output.

  const PIN = 'storyledger verifier key';

  /** Text of a bundle as it may reach a reader: what hides text or turns it round is escaped. */
  const visible = (words) => words.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu,
    (character) => `<U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}>`);

  function made(name, words, ...children) {
    const element = document.createElement(name);
    element.textContent = visible(words);
    element.append(...children);
    return element;
  }
  /** Words in place of withheld text, in an element that no text can make. */
  function hole(words) {
    const mark = made('mark', words);
    mark.className = 'hole';
    mark.setAttribute('role', 'note');
    mark.setAttribute('aria-label', say`withheld by the ledger`);
    return mark;
  }
  const listed = (title, lines, holes = []) => (lines.length > 0
    ? [made('h3', title), made('ul', '', ...lines.map((line, i) => (holes[i] ? made('li', '', hole(line)) : made('li', line))))] : []);

  /** Whether the browser may remember a key: all pages opened from files share what it keeps, so any of them could plant one. */
  const mayRemember = () => ['http:', 'https:'].includes(location.protocol);

  /** The remembered key; null where there is none, or where the browser keeps nothing for this page. */
  function pinnedKey() {
    if (!mayRemember()) return null;
    try { return localStorage.getItem(PIN); } catch { return null; }
  }

  function pin(key) {
    try { localStorage.setItem(PIN, key); return []; } catch { return [say`This browser cannot remember the key for this page.`]; }
  }

  /** In a saved case file the bundle is a data block with each < written \u003c, which RFC 8785 itself never writes. */
  async function bundleOf(section) {
    const block = document.getElementById('bundle'), url = section.dataset.bundle;
    must(url || block, say`this page holds no bundle`);
    if (!url) return block.textContent.replace(/\\(u003c|.)/gs, (all, escape) => (escape === 'u003c' ? '<' : all));
    const response = await fetch(url, { credentials: 'omit' }).catch(() => null);
    must(response?.ok, say`the bundle could not be fetched from this site`);
    return textOf(await response.arrayBuffer());
  }

  function warningsOf(key, pinned, given) {
    if (pinned && pinned !== key) return [say`WARNING: you may be shown another log. This is not the key that this browser remembers: ${pinned}`];
    if (pinned && given && pinned !== given) return [say`WARNING: this page names another key than this browser remembers: ${given}`];
    return given && key === given && !pinned
      ? [say`This key came with the page. Compare it with one from elsewhere: a false page brings its own key.`] : [];
  }

  function wire(section) {
    const form = section.querySelector('form');
    if (!form) return; // nothing is published yet, or the bundle is not to be had for another reason
    const output = section.querySelector('output'), field = form.elements.namedItem('key');
    const box = made('input', ''), words = made('span', ''), details = made('div', ''), given = section.dataset.key;
    box.type = 'checkbox';
    const offer = () => { // a key that differs from the remembered one replaces it only if the reader ticks the box for that
      box.checked = false;
      words.textContent = [null, field.value.trim()].includes(pinnedKey()) ? say` Remember this key in this browser`
        : say` Replace the key that this browser remembers with this one`;
    };
    const show = (warnings, verdict) =>
      output.replaceChildren(...warnings.map((line) => made('strong', line, document.createElement('br'))), made('span', verdict));
    field.value = pinnedKey() || field.value || given;
    field.addEventListener('input', offer);
    if (mayRemember()) form.querySelector('button').before(made('label', '', box, words));
    form.after(details);
    offer();
    form.addEventListener('submit', async (submitted) => {
      submitted.preventDefault();
      const key = field.value.trim(), warnings = warningsOf(key, pinnedKey(), given), mayKeep = mayRemember() && box.checked;
      details.replaceChildren();
      output.textContent = say`Checking ...`;
      try {
        const found = await check(await bundleOf(section), key);
        if (mayKeep) warnings.push(...pin(key));
        const words = found.headline === null ? '' : `: ${found.headline}`;
        show(warnings, say`Proven for ${found.story}, signed by ${found.logName}: ${found.isVersionProven ? say`version ${found.version}${words}`
          : say`its events as listed below. Not proven: that they make version ${found.version}${words}`}. This page reads no statements of the log: it `
          + say`cannot know whether the key has ended since, or the log gave this history up`);
        const lists = { 'The text, as far as it is shown': 'texts', Proven: 'proven',
          'Not proven': 'notProven', 'Signed by': 'signedBy', 'Withheld by the ledger': 'withheld',
          'Not carried by this bundle': 'notCarried', 'Texts that read like a takedown, and are none': 'imitations', 'Status at this version': 'status', Events: 'events', Claims: 'claims', Notes: 'notes',
          Moves: 'moves', Files: 'files' };
        details.replaceChildren(...Object.entries(lists).flatMap(([title, name]) => listed(say([title]), found[name], name === 'texts' ? found.holes : [])));
      } catch (error) {
        show(warnings, say`Not proven: ${error.message}`);
      }
      offer();
    });
  }

  const start = () => { const section = document.getElementById('proof'); if (section) wire(section); };
  if (globalThis.document?.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else if (globalThis.document) start();
  return { check, textOf };
})();
globalThis.StoryLedgerProof = StoryLedgerProof;
