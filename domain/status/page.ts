/** What a status page says, as data: the same for every way of showing it. */
import type { CivilDate } from '../civil-date.js';
import type { Audience } from './matters.js';

export interface Happened {
  on: CivilDate;
  what: string;
}

export interface Coming {
  /** Null where the law sets no day. */
  by: CivilDate | null;
  what: string;
  means: string;
  /** How long the law gives, and from when. */
  law: string | null;
}

export interface Late {
  what: string;
  due: CivilDate;
  doneOn: CivilDate | null;
  /** Days after `due`, until it was done or until today. */
  days: number;
  why: string;
  /** Whose duty it is, and what is done about it. */
  duty: string;
}

/** One thing that goes on: an assessment, a plan, a review. */
export interface StatusPart {
  heading: string;
  /** Where it is, one sentence or two. */
  now: string[];
  late: Late[];
  next: Coming[];
  done: Happened[];
}

export interface YouCan {
  heading: string;
  words: string[];
  by: CivilDate | null;
}

export interface Reach {
  name: string;
  telephone: string | null;
  email: string | null;
}

export interface StatusPage {
  audience: Audience;
  title: string;
  asOf: CivilDate;
  parts: StatusPart[];
  youCan: YouCan[];
  caseworker: Reach;
  team: Reach;
  /** For a family alone. */
  complaints: Reach | null;
  /** What the link is good for. */
  until: CivilDate;
}
