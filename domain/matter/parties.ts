/** Who may be written to beside the family, as letters address them. */
import type { Party } from '../letters.js';
import type { Policy } from '../policy.js';

export const contactOf = (contact: { name: string; email?: string | undefined; address?: string | undefined }) => ({
  name: contact.name,
  ...(contact.email ? { email: contact.email } : {}),
  ...(contact.address ? { address: contact.address } : {}),
});

interface Setting {
  name: string;
  urn?: string | undefined;
  email?: string | undefined;
  address?: string | undefined;
}

/** The head or principal of a school or college, or who is responsible at an early-years provider. */
export const headOf = (setting: Setting): Party => ({
  id: 'setting',
  role: 'head',
  ...contactOf({ ...setting, name: `The head of ${setting.name}` }),
  ...(setting.urn ? { organisation: setting.urn } : {}),
});

/** `own`: that of this child, where it is another than the authority's. */
export const healthCommissionerOf = ({ authority }: Policy, own?: Parameters<typeof contactOf>[0]): Party => ({
  id: 'health-commissioner',
  role: 'health-commissioner',
  ...contactOf(own ?? authority.healthCommissioner),
});

export const socialCareOf = ({ authority }: Policy): Party => ({
  id: 'social-care',
  role: 'social-care',
  ...contactOf(authority.socialCare),
});
