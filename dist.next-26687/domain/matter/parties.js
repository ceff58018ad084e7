export const contactOf = (contact) => ({
    name: contact.name,
    ...(contact.email ? { email: contact.email } : {}),
    ...(contact.address ? { address: contact.address } : {}),
});
/** The head or principal of a school or college, or who is responsible at an early-years provider. */
export const headOf = (setting) => ({
    id: 'setting',
    role: 'head',
    ...contactOf({ ...setting, name: `The head of ${setting.name}` }),
    ...(setting.urn ? { organisation: setting.urn } : {}),
});
/** `own`: that of this child, where it is another than the authority's. */
export const healthCommissionerOf = ({ authority }, own) => ({
    id: 'health-commissioner',
    role: 'health-commissioner',
    ...contactOf(own ?? authority.healthCommissioner),
});
export const socialCareOf = ({ authority }) => ({
    id: 'social-care',
    role: 'social-care',
    ...contactOf(authority.socialCare),
});
//# sourceMappingURL=parties.js.map