/** The return as one XML document. How its elements stand within each other is from memory (docs/sen2.md). */
import { XMLBuilder } from 'fast-xml-parser';
import { tagsOf } from '../../domain/sen2/fields.js';
import type { Module } from '../../domain/sen2/fields.js';
import type { PersonRecord, RequestRecord } from '../../domain/sen2/records.js';
import type { Values } from '../../domain/sen2/values.js';
import type { Header } from './header.js';

/** What XML 1.0 has no place for. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const clean = (text: string): string => text.replace(NOT_XML, '\uFFFD');

/** In the order of the specification. */
const element = (module: Module, values: Values): Record<string, string> =>
  Object.fromEntries(
    tagsOf(module).flatMap((tag) => (values[tag] === undefined ? [] : [[tag, clean(values[tag])] as const])),
  );

const cleaned = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([tag, value]) => [tag, clean(value)]));

const requestElement = (r: RequestRecord): object => ({
  ...element('Requests', r.request),
  ...(r.assessment
    ? {
        Assessment: {
          ...element('Assessment', r.assessment),
          ...(r.namedPlan
            ? {
                NamedPlan: {
                  ...element('NamedPlan', r.namedPlan),
                  PlanDetail: r.planDetail.map((place) => element('PlanDetail', place)),
                },
              }
            : {}),
        },
      }
    : {}),
  ...(r.activePlan
    ? {
        ActivePlans: {
          ...element('ActivePlans', r.activePlan),
          PlacementDetail: r.placementDetail.map((place) => element('PlacementDetail', place)),
          SENneed: r.senNeed.map((need) => element('SENneed', need)),
        },
      }
    : {}),
});

export const xmlOf = ({ collection, source, officers }: Header, persons: readonly PersonRecord[]): string => {
  const builder = new XMLBuilder({ format: true, indentBy: ' ', suppressEmptyNode: true });
  const document = {
    Message: {
      Header: { CollectionDetails: cleaned(collection), Source: cleaned(source) },
      SEN2: {
        ...cleaned(officers),
        Persons: {
          Person: persons.map(({ person, requests }) => ({
            ...element('Person', person),
            Requests: requests.map(requestElement),
          })),
        },
      },
    },
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`;
};
