/** The words of one of our own letters, for e-mail readers without HTML and for GOV.UK Notify, whose markdown this is. */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#92': '\\' };
export const asPlainText = (html) => html
    .replace(/^[\s\S]*<main>/, '')
    .replace(/<\/main>[\s\S]*$/, '')
    .replace(/<h1>/g, '\n\n# ')
    .replace(/<h[23]>/g, '\n\n## ')
    .replace(/<li>/g, '\n* ')
    .replace(/<dd[^>]*>/g, '\n')
    .replace(/<br>/g, '\n')
    .replace(/<(p|div|address|section|ul|dl|dt)\b[^>]*>/g, '\n\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|#92);/g, (_, name) => ENTITIES[name] ?? '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
//# sourceMappingURL=plain-text.js.map