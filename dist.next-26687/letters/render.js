/**
 * Letters and plans as accessible HTML. The same letter gives the same bytes on every machine, so a hash can pin it: no
 * clock, no locale. Everything a person typed is escaped.
 */
import nunjucks from 'nunjucks';
import { formatLong } from '../domain/civil-date.js';
import { SECTIONS } from '../domain/law/sections.js';
import { ADVICE_NAMES, CATALOGUE, factsNeeded, faultsOf, isFamily } from './catalogue.js';
import { packFor } from './pack.js';
/** A letter that must not be written as it stands. Its message names facts, never their values. */
export class LetterFault extends Error {
    name = 'LetterFault';
}
const ENCLOSURE_NAMES = {
    'draft-plan': 'Draft plan',
    'final-plan': 'Education, health and care plan',
    advice: 'Advice',
    representations: 'Representations',
    evidence: 'Evidence',
};
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
const safe = (html) => new nunjucks.runtime.SafeString(html);
const withBreaks = (text) => text
    .split('\n')
    .map((line) => escape(line.trim()))
    .join('<br>');
const paragraphs = (text) => text
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .filter((p) => p.trim() !== '')
    .map((p) => `<p>${withBreaks(p.trim())}</p>`)
    .join('\n');
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(import.meta.dirname), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
});
environment.addFilter('longDate', formatLong);
environment.addFilter('lines', (text) => safe(withBreaks(text)));
environment.addFilter('paragraphs', (text) => safe(paragraphs(text)));
environment.addFilter('paragraphsOr', (text, otherwise) => safe(paragraphs(text ?? otherwise)));
environment.addFilter('adviceName', (kind) => ADVICE_NAMES[kind]);
environment.addFilter('enclosureName', (kind) => ENCLOSURE_NAMES[kind]);
/** Only the facts that this notice to this recipient needs: a template cannot print what was not meant for the reader. */
const chosenFacts = (letter) => Object.fromEntries(Object.keys(factsNeeded(letter.notice, letter.to.role)).map((name) => [name, letter.facts[name]]));
/** Throws LetterFault naming every missing or unfit fact, a recipient outside the notice's audience, a missing enclosure. */
export const renderLetter = (letter, authority, enclosures) => {
    const faults = faultsOf(letter);
    if (faults.length)
        throw new LetterFault(`The letter ${letter.notice} cannot be written: ${faults.join('; ')}.`);
    const { title, provision } = CATALOGUE[letter.notice];
    const f = chosenFacts(letter);
    const toYoungPerson = letter.to.role === 'young-person';
    const childName = String(f.childName);
    return environment.render(`notices/${letter.notice}.njk`, {
        title,
        provision,
        authority,
        notice: letter.notice,
        on: letter.on,
        to: letter.to,
        family: isFamily(letter.to.role),
        pack: packFor(letter.notice, letter.to.role),
        enclosures,
        f,
        who: toYoungPerson ? 'you' : childName,
        whose: toYoungPerson ? 'your' : `${childName}’s`,
    });
};
const planFaults = ({ kind, sections }) => {
    const faults = [];
    for (const { id, provision } of SECTIONS) {
        if (sections[id] === undefined)
            faults.push(`section ${id} is missing (${provision})`);
    }
    // s38(5): a draft must not name an institution or specify a type.
    if (kind === 'draft-plan' && sections.I)
        faults.push('section I must be blank in a draft (s38(5))');
    if (kind === 'final-plan' && !sections.I?.trim())
        faults.push('section I must say an institution or a type (s39, s40)');
    return faults;
};
/** Throws LetterFault naming a section that is missing, or section I filled in a draft or blank in a final plan. */
export const renderPlan = (plan, authority) => {
    const faults = planFaults(plan);
    if (faults.length)
        throw new LetterFault(`The ${plan.kind} cannot be written: ${faults.join('; ')}.`);
    const draft = plan.kind === 'draft-plan';
    return environment.render('plan.njk', {
        title: draft ? 'Draft education, health and care plan' : 'Education, health and care plan',
        draft,
        plan,
        authority,
        // r12(1): each section must be separately identified.
        sections: SECTIONS.map(({ id, name }) => ({ letter: id, heading: name, words: plan.sections[id]?.trim() || null })),
    });
};
export const renderAdvice = (advice, authority) => environment.render('advice.njk', { title: 'Advice for an education, health and care plan', advice, authority });
//# sourceMappingURL=render.js.map