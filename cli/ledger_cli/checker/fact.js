// The form of a fact, and the tags that its body asks for: docs/formats/fact.md.
// SCHEMA, the form of every type of fact, is put before this file when the page is made.

const SCHEMA_TYPES = {
  null: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  integer: (value) => Number.isSafeInteger(value),
  string: (value) => typeof value === "string",
  array: (value) => Array.isArray(value),
  object: isObject,
};

const patterns = new Map();

function patternOf(text) {
  if (!patterns.has(text)) patterns.set(text, new RegExp(text, "u"));
  return patterns.get(text);
}

const named = (reference) => SCHEMA.$defs[reference.slice("#/$defs/".length)];

/** Refuse a value that the schema does not allow. */
function requireShape(value, schema, where) {
  if (schema.$ref) return requireShape(value, named(schema.$ref), where);
  if (schema.anyOf) return requireAnyOf(value, schema, where);
  if (schema.type) need(SCHEMA_TYPES[schema.type](value), "FORM", `${where}: expected ${schema.type}`);
  if (schema.enum) need(schema.enum.includes(value), "FORM", `${where}: expected one of ${schema.enum.join(", ")}`);
  if (typeof value === "number") {
    need(value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value), "FORM", `${where}: out of range`);
  } else if (typeof value === "string") {
    const characters = [...value].length;
    need(characters >= (schema.minLength ?? 0), "FORM", `${where}: expected a longer text`);
    need(characters <= (schema.maxLength ?? Infinity), "LIMIT", `${where}: expected at most ${schema.maxLength} characters`);
    if (schema.pattern) need(patternOf(schema.pattern).test(value), "FORM", `${where}: expected another form of text`);
  } else if (Array.isArray(value)) {
    requireArray(value, where, schema.maxItems, schema.minItems);
    for (const [at, one] of value.entries()) requireShape(one, schema.items ?? {}, `${where}.${at}`);
  } else if (isObject(value) && schema.properties) {
    requireMembers(value, schema.required, where);
    for (const name of Object.keys(value)) requireShape(value[name], schema.properties[name], `${where}.${name}`);
  }
  return undefined;
}

function requireAnyOf(value, schema, where) {
  const told = schema.discriminator;
  if (told && isObject(value)) {
    const kind = value[told.propertyName];
    const known = typeof kind === "string" && Object.hasOwn(told.mapping, kind);
    need(known, "FORM", `${where}: expected a known ${told.propertyName}`);
    return requireShape(value, { $ref: told.mapping[kind] }, where);
  }
  let first = null;
  for (const one of schema.anyOf) {
    try {
      return requireShape(value, one, where);
    } catch (no) {
      if (!(no instanceof No)) throw no;
      if (first?.kind !== "LIMIT") first = no;
    }
  }
  throw first;
}

/** Read a fact from its canonical bytes. */
function readFact(payload, where) {
  const text = decodeText(payload, VALUE_BYTES_MAX, where);
  const fact = parseJson(text, where);
  requireShape(fact, SCHEMA, where);
  requirePlain(text, where);
  requireCanonical(fact, text, where);
  return fact;
}

// --- tags ------------------------------------------------------------------------------------------

const keyTag = async (encoded) => `key:${await keyId(unbase64(encoded, "key"))}`;

const of =
  (...words) =>
  (body) =>
    words.map((word) => word.replace(/<(\w+)>/g, (_, field) => body[field]));
const each = (word, values) => values.map((value) => `${word}:${value}`);
const onlyWith = (value, ...tags) => (value !== null && value !== undefined && value !== false ? tags : []);
const planned = (body) => [`item:${body.item}`, body.meeting === null ? `plan:${body.body}` : `agenda:${body.meeting}`];
const level = (body) => [
  `allocation:${body.allocation}`,
  body.parent === null ? `fund:${body.fund}` : `allocation:${body.parent}`,
];
const committed = (body) => [
  ...of("commitment:<commitment>", "allocation:<allocation>")(body),
  ...onlyWith(body.act, `commitments:${body.act}`),
];
const disputed = (body) => [`dispute:${body.dispute}`, ...onlyWith(body.decision, `subject:${body.decision}`)];
const over = (body) => each("over", body.scope.functions);
const given = (body) => [`delegation:${body.delegation}`, ...each("holder", body.to), ...over(body)];

function endedBody(body) {
  const [heir] = body.successors;
  const delegations = body.passing.filter((one) => one.startsWith("g-"));
  const allocations = body.passing.filter((one) => one.startsWith("w-"));
  return [
    ...each("body", [body.body, ...body.successors]),
    ...each("delegation", delegations),
    ...each("allocation", allocations),
    ...each("fund", body.funds),
    ...onlyWith(heir !== undefined && allocations.length > 0, `allocations:${heir}`),
    ...onlyWith(heir !== undefined && body.funds.length > 0, `funds:${heir}`),
  ];
}

async function corrected(body) {
  return [...(await bodyTags(body.was)), ...(body.body === null ? [] : await bodyTags(body.body))];
}

const ROLL = of("roll:<body>");
const DEPUTIES = of("deputies:<body>");
const PROGRAMME = of("programme:<body>", "meeting:<meeting>");
const MEETING = of("meeting:<meeting>");
const MOTION = of("motion:<motion>");
const BALLOT = of("vote:<motion>/<person>", "votes:<motion>");
const SUBJECT = of("subject:<resolution>");
const FOLLOWUP = of("followup:<followup>");
const TARGET = of("target:<target>");
const DUTY = of("duty:<duty>");
const CONSULTATION = of("consultation:<consultation>");
const AGREEMENT = of("agreement:<agreement>");
const RISK = of("risk:<risk>");
const LEAD = of("lead:<lead>");
const CONCERN = of("concern:<concern>");
const DELEGATION = of("delegation:<delegation>");
const FUND = of("fund:<fund>");
const NOMINATION = of("nomination:<nomination>");
const MANDATES = of("mandates:<body>");
const PERSONS_INTERESTS = of("interests:<person>");
const AFFILIATIONS = of("affiliations:<person>");

/** What each type of fact is found by; the table of docs/formats/fact.md, without the versions. */
const TAGS = {
  "ledger.founded": async (body) => [
    "founding",
    `person:${body.officer}`,
    await keyTag(body.officer_key),
    await keyTag(body.recovery_key),
  ],
  "key.enrolled": async (body) => [await keyTag(body.key)],
  "key.rotated": async (body) => [`key:${body.old}`, await keyTag(body.key)],
  "key.revoked": of("key:<key>"),
  "key.compromised": of("key:<key>"),
  "log-key.rotated": of("founding"),
  "log-key.ended": of("founding"),
  "organisation.registered": of("organisation:<organisation>"),
  "organisation.ended": (body) => each("organisation", [body.organisation, ...body.successors]),
  "person.registered": of("person:<person>"),
  "affiliation.stated": AFFILIATIONS,
  "affiliation.ended": AFFILIATIONS,
  "body.constituted": of("body:<body>"),
  "body.role-taken": of("body:<body>"),
  "body.role-ended": of("body:<body>"),
  "body.ended": endedBody,
  "terms.drafted": (body) => [`terms:${body.terms.body}`],
  "terms.adopted": (body) => [`terms:${body.terms.body}`],
  "member.nominated": NOMINATION,
  "nomination.approved": NOMINATION,
  "nomination.declined": NOMINATION,
  "member.appointed": ROLL,
  "member.took-up": ROLL,
  "member.co-opted": ROLL,
  "member.ended": ROLL,
  "attendee.named": ROLL,
  "attendee.ended": ROLL,
  "mandate.given": MANDATES,
  "mandate.ended": MANDATES,
  "attendance.reviewed": of("reviews:<body>"),
  "office.elected": ROLL,
  "office.ended": ROLL,
  "office.acting": ROLL,
  "office.acting-ended": ROLL,
  "office.away": ROLL,
  "office.returned": ROLL,
  "deputy.nominated": of("deputies:<body>", "deputy:<deputy>"),
  "deputy.approved": DEPUTIES,
  "deputy.declined": DEPUTIES,
  "deputy.prepared": DEPUTIES,
  "deputy.ended": DEPUTIES,
  "calendar.adopted": of("calendar:<body>"),
  "meeting.scheduled": PROGRAMME,
  "meeting.moved": PROGRAMME,
  "meeting.cancelled": PROGRAMME,
  "meeting.called": PROGRAMME,
  "agenda.item-planned": planned,
  "agenda.item-placed": of("item:<item>", "agenda:<meeting>", "plan:<body>"),
  "agenda.item-withdrawn": planned,
  "agenda.published": of("agenda:<meeting>"),
  "paper.published": of("papers:<meeting>"),
  "visit.requested": of("visit:<visit>"),
  "visit.answered": of("visit:<visit>"),
  "question.put": of("question:<question>"),
  "question.answered": of("question:<question>"),
  "meeting.opened": MEETING,
  "meeting.virtual-agreed": MEETING,
  "meeting.attended": MEETING,
  "meeting.presided": MEETING,
  "quorum.confirmed": MEETING,
  "public.excluded": MEETING,
  "item.opened": MEETING,
  "presence.changed": MEETING,
  "meeting.adjourned": MEETING,
  "meeting.resumed": MEETING,
  "meeting.closed": MEETING,
  "regime.adopted": of("regime:<organisation>"),
  "interest.registered": PERSONS_INTERESTS,
  "interest.ended": PERSONS_INTERESTS,
  "dispensation.granted": PERSONS_INTERESTS,
  "interest.declared": MEETING,
  "interest.none-declared": MEETING,
  "minutes.narrated": of("narrative:<meeting>"),
  "minutes.issued": of("minutes:<meeting>"),
  "minutes.agreed": (body) => [`minutes:${body.of ?? body.meeting}`],
  "minutes.signed": of("minutes:<of>"),
  "minutes.presented": of("minutes:<meeting>"),
  "motion.put": of("motion:<motion>", "motions:<item>"),
  "motion.amended": MOTION,
  "motion.withdrawn": MOTION,
  "consensus.found": of("consensus:<item>"),
  "consensus.disputed": of("consensus:<item>"),
  "lot.drawn": MOTION,
  "vote.tallied": MOTION,
  "vote.cast": BALLOT,
  "ballot.cast": BALLOT,
  "ballot.counted": MOTION,
  "resolution.passed": (body) => [
    `decision:${body.resolution}`,
    ...each("motion", body.motions),
    ...body.parts.flatMap((part) => onlyWith(part.common, `common:${part.common}`)),
    ...onlyWith(body.urgent, `urgent:${body.urgent}`),
  ],
  "recommendation.answered": SUBJECT,
  "recommendation.considered": of("subject:<resolution>", "subject:<by>"),
  "standing.attested": of("attested:<by>"),
  "words.erased": of("erased:<of>"),
  "record.contested": of("contested:<contests>", "<found>"),
  "record.contest-withdrawn": of("contested:<contests>", "<found>"),
  "condition.settled": SUBJECT,
  "decision.changed": (body) => [...SUBJECT(body), ...onlyWith(body.by, `urgent:${body.body}`)],
  "defect.found": SUBJECT,
  "decision.reported": of("subject:<resolution>", "urgent:<body>"),
  "faith.viewed": SUBJECT,
  "decision.claimed": of("claim:<claim>"),
  "claim.traced": of("claim:<claim>", "subject:<resolution>"),
  "common.put": (body) => [`common:${body.common}`, ...body.sittings.map((one) => `commons:${one.item}`)],
  "common.declined": of("common:<common>"),
  "announcement.made": of("announced:<key>"),
  "announcement.withdrawn": of("announced:<key>"),
  "announcement.excepted": of("announced:<key>"),
  "decision.published": of("subject:<decision>"),
  "decision.called-in": of("subject:<decision>"),
  "callin.ended": of("subject:<decision>"),
  "followup.noted": FOLLOWUP,
  "followup.assigned": FOLLOWUP,
  "followup.slipped": FOLLOWUP,
  "followup.closed": FOLLOWUP,
  "target.set": of("target:<target>", "targets:<body>"),
  "target.owned": TARGET,
  "target.reported": TARGET,
  "target.moved": TARGET,
  "target.closed": TARGET,
  "duty.set": of("duty:<duty>", "duties:<body>"),
  "duty.performed": DUTY,
  "duty.parties-changed": DUTY,
  "duty.ended": DUTY,
  "risk.raised": of("risk:<risk>", "risks:<body>"),
  "risk.assigned": RISK,
  "risk.scored": RISK,
  "risk.reviewed": RISK,
  "risk.accepted": RISK,
  "risk.shared": RISK,
  "risk.closed": RISK,
  "lead.sought": of("lead:<lead>", "leads:<body>"),
  "lead.designated": LEAD,
  "lead.ended": LEAD,
  "lead.withdrawn": LEAD,
  "consultation.opened": (body) => [...CONSULTATION(body), ...onlyWith(body.under, `consultations:${body.under}`)],
  "consultation.answered": CONSULTATION,
  "consultation.ended": CONSULTATION,
  "agreement.made": AGREEMENT,
  "agreement.signed": AGREEMENT,
  "agreement.acceded": AGREEMENT,
  "agreement.affiliated": AGREEMENT,
  "agreement.varied": AGREEMENT,
  "agreement.refreshed": AGREEMENT,
  "agreement.renewed": AGREEMENT,
  "agreement.change-made": AGREEMENT,
  "agreement.ended": AGREEMENT,
  "dispute.raised": (body) => [...disputed(body), `disputes:${body.body}`],
  "dispute.joined": disputed,
  "dispute.stage-opened": disputed,
  "dispute.step-taken": of("dispute:<dispute>"),
  "dispute.statement-made": of("statements:<dispute>"),
  "dispute.withdrawn": disputed,
  "dispute.lapsed": disputed,
  "dispute.settled": disputed,
  "concern.raised": of("concern:<concern>", "concerns:<body>"),
  "concern.answered": CONCERN,
  "concern.closed": CONCERN,
  "concern.escalated": CONCERN,
  "partner.asked-to-leave": of("concern:<concern>", "partners:<body>"),
  "partner.left": of("organisation:<organisation>", "partners:<body>"),
  "partner.rejoined": of("organisation:<organisation>", "partners:<body>"),
  "functions.listed": of("functions"),
  "function.ended": of("functions"),
  "delegation.granted": (body) => [
    ...given(body),
    ...onlyWith(body.kind === "reserved", `reserved:${body.by}`),
  ],
  "delegation.passed-on": given,
  "delegation.amended": (body) => [...DELEGATION(body), ...over(body)],
  "delegation.revoked": DELEGATION,
  "delegation.suspended": DELEGATION,
  "delegation.resumed": DELEGATION,
  "delegation.accepted": DELEGATION,
  "delegation.reported": of("acts:<delegation>"),
  "delegation.used": (body) => [
    `act:${body.act}`,
    `acts:${body.chain.at(-1)}`,
    ...onlyWith(body.resolution, `subject:${body.resolution}`),
  ],
  "delegation.ratified": of("act:<act>"),
  "power.stated": of("power:<power>"),
  "fund.opened": of("fund:<fund>", "funds:<by>"),
  "fund.varied": FUND,
  "contribution.agreed": FUND,
  "contribution.paid": FUND,
  "allocation.made": (body) => [...level(body), `allocations:${body.to}`],
  "allocation.changed": level,
  "allocation.lapsed": (body) => [...level(body), `allocations:${body.by}`],
  "commitment.made": committed,
  "commitment.released": committed,
  "payment.made": of("commitment:<commitment>", "allocation:<allocation>"),
  "fact.corrected": corrected,
};

const kindOf = (body) => body.type.split("/")[0];

async function bodyTags(body) {
  const told = Object.hasOwn(TAGS, kindOf(body)) ? TAGS[kindOf(body)] : null;
  need(told, "FORM", `expected a type whose tags this page knows, got ${body.type}`);
  return told(body);
}

/** Give the tags that a fact with this body carries, in order. */
async function tagsOf(fact) {
  const found = new Set([...(await bodyTags(fact.body)), ...useTags(fact)]);
  return [...found].sort();
}

/** Give what a fact adds to running totals: one charge for each of its `use:` tags. */
const chargesOf = (fact) =>
  [...new Set(useTags(fact))].sort().map((tag) => ({ amount: fact.body.amount.minor, tag }));

function useTags(fact) {
  const { body } = fact;
  if (kindOf(body) !== "delegation.used" || body.amount === null) return [];
  const windows = windowsOf(body, londonDay(fact.on));
  const currency = body.amount.currency.toLowerCase();
  return body.chain.flatMap((one) => windows.map((window) => `use:${one}${window && `/${window}`}:${currency}`));
}

function windowsOf(body, day) {
  const [year, month] = day.split("-");
  const financial = `year.${month >= "04" ? year : Number(year) - 1}`;
  const quarter = `quarter.${year}-${Math.floor((Number(month) + 2) / 3)}`;
  const windows = ["", `month.${year}-${month}`, quarter, `calendar.${year}`, financial];
  if (body.spend !== null) windows.push(body.spend, `${financial}.${body.spend}`);
  for (const kind of ["matter", "project", "supplier"]) if (body[kind] !== null) windows.push(`${kind}.${body[kind]}`);
  return windows;
}

/** Give the calendar day in London of a day or an instant. */
function londonDay(on) {
  if (!on.includes("T")) return on;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", dateStyle: "short" });
  const told = Object.fromEntries(parts.formatToParts(new Date(on)).map((part) => [part.type, part.value]));
  return `${told.year}-${told.month}-${told.day}`;
}
