/**
 * What a process shows in live lists: set in one command, and only what changed. A run that was begun before an attribute
 * existed sets it once its past has been repeated; that there was no such command in its past is what `patched` tells.
 */
import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';

export type Attributes = readonly SearchAttributeUpdatePair[];

export class Lists {
  /** As they were last set, by name. */
  private readonly shown = new Map<string, string>();

  show(attributes: Attributes): void {
    const changed = attributes.filter(({ key, value }) => this.shown.get(key.name) !== JSON.stringify(value));
    if (changed.length > 0) upsertSearchAttributes(changed as never);
    for (const { key, value } of changed) this.shown.set(key.name, JSON.stringify(value));
  }

  /** `later`: those that processes of this kind have had only since they have a priority. */
  showWithLater(attributes: Attributes, later: Attributes): void {
    this.show(patched('priority-in-lists') ? [...attributes, ...later] : attributes);
  }
}
