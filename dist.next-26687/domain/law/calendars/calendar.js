/** The title of a holiday, or null on a day that is none. */
export const holidayOn = (d, calendar) => calendar.holidays[d] ?? (d > calendar.publishedTo ? calendar.computed(d) : null);
//# sourceMappingURL=calendar.js.map