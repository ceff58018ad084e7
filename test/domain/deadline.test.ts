import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../domain/civil-date.js';
import { type Deadline, excepted, isBreached, isOpen, missed, settled, started } from '../../domain/deadline.js';

const CLOCK: Deadline = started({
  key: 'ehcna-decision-6w',
  ruleId: 'ehcna-decision-6w',
  triggeredOn: '2025-04-02',
  due: '2025-05-14',
  early: '2025-05-13',
  planBy: '2025-05-13',
  breachable: true,
});

describe('a statutory clock', () => {
  it('is met by the day alone: on the cautious date plainly, on the later one as contested', () => {
    expect(settled(CLOCK, '2025-05-13')).toMatchObject({ state: 'met', contested: false });
    expect(settled(CLOCK, '2025-05-14')).toMatchObject({ state: 'met', contested: true });
    expect(settled(CLOCK, '2025-05-15')).toMatchObject({ state: 'late', contested: false });
  });

  it('is never late where the law sets no date', () => {
    expect(settled({ ...CLOCK, due: null, early: null }, '2030-01-01').state).toBe('met');
  });

  it('that was missed is late when done, with its cause, and met when it turns out to have been done in time', () => {
    const over = missed(CLOCK, 'authority');
    expect(isOpen(over) && isBreached(over)).toBe(true);
    expect(settled(over, '2025-05-20')).toMatchObject({ state: 'late', cause: 'authority' });
    expect(settled(over, '2025-05-10')).toMatchObject({ state: 'met', cause: null });
  });

  it('that is excepted is no breach, keeps its date and stays owed', () => {
    const before = missed(excepted(CLOCK, 'r5(4)(d) absence'), 'authority');
    const afterwards = excepted(missed(CLOCK, 'authority'), 'r5(4)(d) absence');
    for (const clock of [before, afterwards]) {
      expect(clock).toMatchObject({ state: 'excepted', due: '2025-05-14' });
      expect(isBreached(clock)).toBe(false);
      expect(isOpen(clock)).toBe(true);
      expect(settled(clock, '2025-06-30').state).toBe('excepted');
    }
    expect(settled(excepted(CLOCK, 'r5(4)(d) absence'), '2025-05-01').state).toBe('met');
  });

  it('says the same whatever order an exception and the passing of its date are learned in', () => {
    fc.assert(
      fc.property(fc.nat(120), (n) => {
        const on = addDays('2025-04-02', n);
        const one = settled(excepted(missed(CLOCK, 'authority'), 'g'), on);
        const two = settled(missed(excepted(CLOCK, 'g'), 'authority'), on);
        const three = excepted(settled(missed(CLOCK, 'authority'), on), 'g');
        expect([two, three]).toEqual([one, one]);
      }),
    );
  });
});
