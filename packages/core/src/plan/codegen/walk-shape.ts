/** What languages ask of a shape. */
import type { Member, Shape } from './shape.ts';

/** Whether there is nothing to choose: the field is always there and has one value, or can only be null. */
export function isFixed({ shape, isRequired }: Member): boolean {
  if (shape.kind === 'null') return true;
  return isRequired && shape.kind === 'choice' && shape.values.length === 1 && !shape.isNullable;
}

/** Whether null is among the values. */
export function isNullable(shape: Shape): boolean {
  return shape.kind === 'null' || (shape.kind === 'choice' && shape.isNullable);
}

/** A shape without the fields that have nothing to choose, for languages in which they are written by themselves. */
export function withoutFixed(shape: Shape): Shape[] {
  if (shape.kind === 'list') return [...withoutFixed(shape.items), shape];
  if (shape.kind !== 'object') return [shape];
  const open = shape.members.filter((member) => !isFixed(member));
  return [...open.flatMap((member) => withoutFixed(member.shape)), shape];
}

/** All shapes of an event, what is inside before what holds it. */
export function innerFirst(shape: Shape): Shape[] {
  if (shape.kind === 'list') return [...innerFirst(shape.items), shape];
  if (shape.kind !== 'object') return [shape];
  return [...shape.members.flatMap((member) => innerFirst(member.shape)), shape];
}
