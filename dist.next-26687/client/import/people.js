export const given = (key, value) => value === undefined ? {} : { [key]: value };
const byEmail = (row, prefix, sender) => {
    const address = row.get(`${prefix}_email`);
    const recordedOn = row.get(`${prefix}_email_consent_on`);
    if (address === undefined)
        return {};
    return {
        email: address,
        ...(recordedOn ? { electronicConsent: { kind: 'email', sender, address, recordedOn } } : {}),
    };
};
/** Those who are served: every parent, or the young person alone (s83(2)). */
export const familyOf = (row, sender) => {
    if (row.yes('young_person'))
        return [
            {
                id: 'young-person',
                role: 'young-person',
                name: row.must('child_name'),
                address: row.must('address'),
                ...byEmail(row, 'young_person', sender),
            },
        ];
    return ['parent1', 'parent2']
        .filter((prefix) => row.has(`${prefix}_name`))
        .map((prefix) => ({
        id: prefix.replace('parent', 'parent-'),
        role: 'parent',
        name: row.must(`${prefix}_name`),
        address: row.get(`${prefix}_address`) ?? row.must('address'),
        ...byEmail(row, prefix, sender),
    }));
};
export const childOf = (row) => ({
    name: row.must('child_name'),
    dateOfBirth: row.must('date_of_birth'),
    address: row.must('address'),
    ...given('upn', row.get('upn')),
    youngPerson: row.yes('young_person'),
    // A case that the council is working on is its own; a move ends it.
    livesInArea: true,
    ...given('locality', row.get('locality')),
    sensoryNeed: (row.get('sensory_need') ?? 'none'),
    serviceFamily: row.yes('service_family'),
    socialWorker: row.yes('social_worker'),
});
/** Of the columns that begin so. */
export const settingOf = (row, prefix) => row.has(`${prefix}_name`)
    ? {
        kind: (row.get(`${prefix}_kind`) ?? 'school'),
        name: row.must(`${prefix}_name`),
        ...given('urn', row.get(`${prefix}_urn`)),
        ...given('email', row.get(`${prefix}_email`)),
        ...given('address', row.get(`${prefix}_address`)),
    }
    : undefined;
export const caseworkerOf = (row) => row.has('caseworker_id')
    ? {
        id: row.must('caseworker_id'),
        name: row.must('caseworker_name'),
        ...given('telephone', row.get('caseworker_telephone')),
        ...given('email', row.get('caseworker_email')),
    }
    : undefined;
/** What is given of parents where the young person is served alone. */
export const parentsLeftOut = (row) => row.yes('young_person') && row.columns.some((column) => column.startsWith('parent'))
    ? ['parent columns are left out: notices go to the young person (s83(2))']
    : [];
//# sourceMappingURL=people.js.map