/** Writes what events come to (domain/projection-rows.ts) into the tables people read. */
import { isDeepStrictEqual } from 'node:util';
import { caseRefOf } from '../../domain/ids.js';
import { ALL_TABLES, columnOf } from './tables.js';
const toldBy = (key) => key.length === 0 ? 'null::text' : key.map((property) => `t.${columnOf(property)}`).join(` || ' ' || `);
/** Puts rows that are new or changed, given as that parameter, where the head was moved. */
const putOf = ({ name, key, columns }, parameter) => {
    const all = {
        stream: 'text',
        caseRef: 'text',
        ...columns,
    };
    const names = Object.keys(all).map(columnOf);
    const recordset = Object.entries(all)
        .map(([p, type]) => `"${p}" ${type}`)
        .join(', ');
    return `
insert into ${name} as t (${names.join(', ')})
select ${Object.keys(all)
        .map((p) => `"${p}"`)
        .join(', ')} from jsonb_to_recordset(${parameter}::jsonb) as r(${recordset})
where exists (select from head)
on conflict (${['stream', ...key.map(columnOf)].join(', ')}) do update set
  (${names.join(', ')}) = row(${names.map((c) => `excluded.${c}`).join(', ')})`;
};
/** Replaces the rows of streams ($1) by those given ($2), touching only rows that differ, and says which did. */
const replaceOf = ({ name, key, columns }) => {
    const all = {
        stream: 'text',
        caseRef: 'text',
        ...columns,
    };
    const names = Object.keys(all).map(columnOf).join(', ');
    const identity = ['stream', ...key.map(columnOf)];
    const told = toldBy(key);
    const same = identity.map((c) => `g.${c} = t.${c}`).join(' and ');
    const listed = (source) => Object.keys(all)
        .map((p) => `${source}.${columnOf(p)}`)
        .join(', ');
    return {
        parts: `
${name}_given as (
  select ${Object.keys(all)
            .map((p) => `"${p}" as ${columnOf(p)}`)
            .join(', ')}
  from jsonb_to_recordset($2::jsonb -> '${name}') as r(${Object.entries(all)
            .map(([p, type]) => `"${p}" ${type}`)
            .join(', ')})
),
${name}_gone as (
  delete from ${name} t where t.stream = any($1::text[]) and not exists (select from ${name}_given g where ${same})
  returning t.stream, ${told} as key
),
${name}_put as (
  insert into ${name} as t (${names}) select ${listed('g')} from ${name}_given g
  on conflict (${identity.join(', ')}) do update set (${names}) = row(${listed('excluded')})
  where (${listed('t')}) is distinct from (${listed('excluded')})
  returning t.stream, ${told} as key, t.xmax = 0 as fresh
)`,
        differences: `
select '${name}' as "table", stream, key, 'extra' as difference from ${name}_gone
union all
select '${name}', stream, key, case when fresh then 'missing' else 'changed' end from ${name}_put`,
    };
};
const ENTRY = (source) => ['case_ref', 'number_key', 'number_lasting', 'name_key', 'known_on', 'open', 'plan_held', 'last_assessed_on']
    .map((column) => `${source}${column}`)
    .join(', ');
/**
 * A case's entry in the register of children follows its events. Where they do not say who the child is, an entry that
 * was reserved keeps its child and only learns how the case stands. A request that is not checked yet has an entry only
 * where one was reserved. What the plan of a case put right of its child stands before what its assessment knew earlier.
 */
const REGISTER = {
    parts: `
register_given as (
  select "stream" as stream, "caseRef" as case_ref, "checked" as checked, "numberKey" as number_key,
         "numberLasting" as number_lasting, "nameKey" as name_key, "knownOn" as known_on, "open" as open,
         "planHeld" as plan_held, "lastAssessedOn" as last_assessed_on
  from jsonb_to_recordset($2::jsonb -> 'child_register')
    as r("stream" text, "caseRef" text, "checked" boolean, "numberKey" text, "numberLasting" boolean, "nameKey" text,
         "knownOn" date, "open" boolean, "planHeld" boolean, "lastAssessedOn" date)
),
register_put as (
  insert into child_register as t (${ENTRY('')}) select ${ENTRY('g.')} from register_given g
  where g.name_key is not null and (g.checked or exists (select from child_register r where r.case_ref = g.case_ref))
  on conflict (case_ref) do update set (${ENTRY('')}) = row(${ENTRY('excluded.')})
  where (${ENTRY('t.')}) is distinct from (${ENTRY('excluded.')})
    and not (t.known_on > excluded.known_on and exists (
      select from plans p where p.case_ref = t.case_ref and p.source = 'assessment'))
  returning t.case_ref, t.xmax = 0 as fresh
),
register_told as (
  update child_register t set (open, plan_held, last_assessed_on) = row(g.open, g.plan_held, g.last_assessed_on)
  from register_given g
  where g.name_key is null and g.case_ref = t.case_ref
    and (t.open, t.plan_held, t.last_assessed_on) is distinct from (g.open, g.plan_held, g.last_assessed_on)
  returning t.case_ref, false as fresh
)`,
    differences: `
select 'child_register' as "table", g.stream, g.case_ref, case when p.fresh then 'missing' else 'changed' end
from (table register_put union all table register_told) p join register_given g on g.case_ref = p.case_ref`,
};
const REPLACE = (() => {
    const pieces = [...ALL_TABLES.map(replaceOf), REGISTER];
    return `with ${pieces.map((p) => p.parts).join(',')}\n${pieces.map((p) => p.differences).join('\nunion all')}`;
})();
/** Neither a zero byte nor half a surrogate pair fits PostgreSQL's jsonb; the ledger's own text keeps them as written. */
const storable = (_, value) => typeof value === 'string' ? value.replace(/[\0\p{Surrogate}]/gu, '\uFFFD') : value;
/** s36 and the six months: an assessment was made when it ended in a plan or in the decision that none was needed. */
const ASSESSED = new Set(['final-plan', 'no-plan', 'reassessed', 'plan-unchanged']);
/** A request is in the register from its reservation on, not from its receipt: of two at once, one must be taken up. */
const UNCHECKED = 'intake';
const registerEntry = ({ stream, projection, childKeys, }) => {
    const of = projection?.case;
    const plan = projection?.plan;
    if (plan) {
        // That of an assessment stands in the register by that; whether it has ended is asked of the plan (cases_of_child).
        const ofAssessment = plan.source === 'assessment';
        if (ofAssessment && !projection.child?.correctedByPlan)
            return [];
        const { caseRef, madeOn } = plan;
        const planHeld = ofAssessment || plan.open;
        const known = { ...childKeys, knownOn: projection.child?.knownOn ?? null };
        // A plan is made of an assessment: of one that was taken over, no other day is known.
        return [{ stream, caseRef, checked: true, ...known, open: false, planHeld, lastAssessedOn: madeOn }];
    }
    if (!of)
        return [];
    const assessed = of.outcome !== null && ASSESSED.has(of.outcome);
    return [
        {
            stream,
            caseRef: of.caseRef,
            checked: of.stage !== UNCHECKED,
            ...childKeys,
            knownOn: projection.child?.knownOn ?? null,
            // A reassessment is begun by the plan that is held, which lets no second one begin: it stands in nobody's way.
            open: of.open && of.reassesses === null,
            planHeld: of.outcome === 'final-plan',
            lastAssessedOn: assessed ? of.finishedOn : null,
        },
    ];
};
/** One entry a case, whichever of its streams speaks last. */
const registerEntries = (given) => [
    ...new Map(given.flatMap(registerEntry).map((entry) => [entry.caseRef, entry])).values(),
];
const rowsOf = (given) => JSON.stringify(Object.fromEntries([
    ...ALL_TABLES.map((t) => [
        t.name,
        given.flatMap(({ stream, projection }) => projection ? t.rows(projection).map((row) => ({ stream, caseRef: caseRefOf(stream) ?? null, ...row })) : []),
    ]),
    ['child_register', registerEntries(given)],
]), storable);
/** Makes the rows of these streams what their projections say, in one statement, and returns the rows it had to touch. */
export const replaceRows = async (client, given) => {
    const { rows } = await client.query({
        name: 'ledger-replace-rows',
        text: REPLACE,
        values: [given.map((g) => g.stream), rowsOf(given)],
    });
    return rows;
};
const asJson = (rows) => JSON.stringify(rows, storable);
const rowsByKey = (table, { stream, projection }) => {
    const caseRef = caseRefOf(stream) ?? null;
    const rows = projection ? table.rows(projection) : [];
    return new Map(rows.map((row) => [
        [...table.key].map((k) => String(row[k])).join(' '),
        { stream, caseRef, ...row },
    ]));
};
/** What was added or changed from one projection to the next; undefined where that is not all that differs. */
export const changesOf = (before, after) => {
    if (asJson(registerEntries([before])) !== asJson(registerEntries([after])))
        return undefined;
    const changes = [];
    for (const table of ALL_TABLES) {
        const [was, is] = [rowsByKey(table, before), rowsByKey(table, after)];
        if ([...was.keys()].some((key) => !is.has(key)))
            return undefined;
        const rows = [...is].filter(([key, row]) => !isDeepStrictEqual(row, was.get(key))).map(([, row]) => row);
        if (rows.length > 0)
            changes.push({ table, rows });
    }
    return changes;
};
/** As parts of a statement whose part `head` has a row where they are to be done; their values follow those given. */
export const putParts = (changes, values) => changes.map(({ table, rows }) => {
    values.push(asJson(rows));
    return `put_${table.name} as (${putOf(table, `$${values.length}`)})`;
});
/** Removes the rows of streams that the ledger does not hold. */
export const removeStrays = async (client) => {
    const found = [];
    for (const { name, key } of ALL_TABLES) {
        const { rows } = await client.query(`delete from ${name} t where not exists (select from ledger_heads h where h.stream = t.stream)
       returning '${name}' as "table", stream, ${toldBy(key)} as key, 'extra' as difference`);
        found.push(...rows);
    }
    return found;
};
//# sourceMappingURL=projections.js.map