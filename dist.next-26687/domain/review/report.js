/** The report of the meeting (regs 20(7)-(9), 21(7)-(8)): in, sent back where it is incomplete, read. */
import { addDays } from '../civil-date.js';
import { aboutDocument, must } from '../matter/deciding.js';
import { openReferral } from '../matter/referrals.js';
import { childName, institution, reportFacts } from './parties.js';
export const submitReport = (d, c) => {
    const { report } = d.state;
    // A portal may deliver it twice.
    const again = c.documentHash !== undefined && c.documentHash === report?.documentHash && report.state !== 'returned';
    if (again)
        return;
    must(c.findings !== undefined || c.documentHash !== undefined, 'report-missing', 'A report is its words (findings) or a document (documentHash); neither was given');
    d.emit('report.submitted', {
        version: (report?.version ?? 0) + 1,
        author: c.author,
        recommendation: c.recommendation,
        findings: c.findings ?? null,
        ...aboutDocument(c),
    });
    if (d.state.heldOn !== null)
        d.settle('ar-report-2w', d.on);
};
export const returnReport = (d, c) => {
    const { report } = d.state;
    must(report?.state === 'submitted', 'no-report', 'There is no report to send back: none is in, or it was read already');
    d.emit('report.returned', {
        version: report.version,
        reasons: c.reasons,
        reviseBy: addDays(d.on, d.state.policy.reviews.report.revisionDays),
    });
    if (d.state.heldOn !== null)
        d.letters('review-report-returned', institution(d.state), {
            facts: { ...childName(d.state), ...reportFacts(d.state), revisionNeeded: c.reasons },
        });
};
export const readReport = (d, c) => {
    const { report } = d.state;
    must(report !== null && report.state !== 'returned', 'no-report', 'There is no report to read: none is in');
    d.emit('report.read', {
        version: report.version,
        provision: c.provision,
        plannedTransition: c.plannedTransition ?? null,
        ...(c.destination === undefined ? {} : { destination: c.destination }),
        ...(c.outcomesAchieved === undefined ? {} : { outcomesAchieved: c.outcomesAchieved }),
        ...(c.courseEndsOn === undefined ? {} : { courseEndsOn: c.courseEndsOn }),
        placementChange: c.placementChange ?? null,
        personalBudget: c.personalBudget ?? null,
        note: c.note ?? null,
    });
    const cost = d.state.highCost;
    if (cost !== null && !openReferral(d.state, 'placement'))
        d.refer(`A change of placement is likely to cost ${cost} pounds a year`);
};
//# sourceMappingURL=report.js.map