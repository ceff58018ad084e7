/** How receipt of a plan that has moved is asked for, where local policy does not say. */
export const RECEIPT = { chaseDaysAfter: [5, 10, 15], managerDaysAfter: 20 };
//# sourceMappingURL=moves-policy.js.map