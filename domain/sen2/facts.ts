/** What the SEN2 return asks of a child, said of a case or a plan: decided, and folded in. */
import { must } from '../matter/deciding.js';
import type { Sen2Recorded } from './command-shapes.js';
import type { Sen2Facts } from './facts-shapes.js';
import { isUpn } from './upn.js';

type Placement = NonNullable<Sen2Facts['placement']>;

/** Of a placement, the rest is of the child. */
export const PLACEMENT_FACTS = [
  'ukprn',
  'senSetting',
  'senSettingOther',
  'senUnit',
  'resourcedProvision',
  'placementFrom',
] as const satisfies readonly (keyof Placement)[];

const isOfPlacement = (name: string): boolean => (PLACEMENT_FACTS as readonly string[]).includes(name);

/** The institution by which what is said of a placement is told from what is said of another. */
export const placementKey = (institution: { urn?: string | undefined; name: string } | null): string =>
  institution === null ? 'none' : (institution.urn ?? institution.name);

interface Child {
  upn?: string | undefined;
  sen2?: Sen2Facts | undefined;
}

export const withSen2Facts = <C extends Child>(child: C, { upn, placementOf, ...said }: Sen2Recorded): C => {
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  const ofPlacement = Object.fromEntries(given.filter(([name]) => isOfPlacement(name)));
  const before = child.sen2?.placement;
  const placement =
    placementOf === undefined
      ? before
      : { ...(before?.of === placementOf ? before : {}), ...ofPlacement, of: placementOf };
  return {
    ...child,
    ...(upn === undefined ? {} : { upn }),
    sen2: {
      ...child.sen2,
      ...Object.fromEntries(given.filter(([name]) => !isOfPlacement(name))),
      ...(placement ? { placement } : {}),
    },
  };
};

interface Recording {
  readonly state: { child: Child };
  readonly today: string;
  emit(type: 'sen2.recorded', data: Sen2Recorded): void;
}

interface Envelope {
  by: unknown;
  occurredOn?: unknown;
  commandId?: unknown;
}

/** `placementOf`: the institution that the child is at; null where there is no plan, and so no placement. */
export const recordSen2Facts = (
  d: Recording,
  command: Sen2Recorded & Partial<Envelope> & { type?: string },
  placementOf: string | null,
): void => {
  const { by: _by, occurredOn: _on, commandId: _id, type: _type, ...rest } = command;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Sen2Recorded;
  const names = Object.keys(said);
  must(names.length > 0, 'nothing-said', 'Nothing is said: give at least one of the fields');
  must(
    said.upn === undefined || isUpn(said.upn),
    'bad-upn',
    'upn is no unique pupil number: its check letter does not fit its digits',
  );
  must(
    said.placementFrom === undefined || said.placementFrom <= d.today,
    'in-the-future',
    `placementFrom is after today, ${d.today}: only a placement that has begun is recorded`,
  );
  const isAbout = placementOf !== null && names.some(isOfPlacement);
  const data = { ...said, ...(isAbout ? { placementOf } : {}) };
  must(
    JSON.stringify(withSen2Facts(d.state.child, data)) !==
      JSON.stringify({ ...d.state.child, sen2: d.state.child.sen2 ?? {} }),
    'no-change',
    `${names.join(', ')}: known like that already`,
  );
  d.emit('sen2.recorded', data);
};
