/** How many years of school a text asks for (Flesch and Kincaid): 6 is a child of eleven. Dates count as one word. */
const DATE = /\b\w+day \d{1,2} \w+ \d{4}\b/g;

/** Groups of vowels, without a silent e at the end. */
const syllables = (word: string): number => {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '');
  const groups = plain.replace(/(?:[^l]e|es|ed)$/, '').match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
};

export const gradeOf = (text: string): number => {
  const plain = text.replace(DATE, 'May');
  const sentences = plain.split(/[.!?:]+\s/).filter((sentence) => /[a-z]/i.test(sentence));
  const words = plain.split(/\s+/).filter((word) => /[a-z]/i.test(word));
  const spoken = words.reduce((sum, word) => sum + syllables(word), 0);
  return (0.39 * words.length) / sentences.length + (11.8 * spoken) / words.length - 15.59;
};
