/** The vocabulary of exports: what is written, and of what. */
import type { Form } from '../../event.ts';
import type { FieldReason } from '../explain-fields.ts';
import type { EventSpec, FieldSpec, Purpose, VendorSpec } from '../plan.ts';

/** A file of an export. */
export interface ExportFile {
  /** From the directory that it is written to, with `/` between. */
  readonly name: string;
  readonly content: string;
}

/** What one vendor gets of a field in production, for every event; findings in a value may still keep it from leaving. */
export interface Standing {
  readonly vendor: string;
  /** Null where it does not leave. */
  readonly form: Form | null;
  readonly transform: string | null;
  /** `sent` or `transformed`, or why it does not leave. */
  readonly reason: FieldReason | 'not-run' | 'use-not-served';
}

/** A field that holds a value itself. */
export interface CatalogueField {
  readonly spec: FieldSpec;
  readonly description: string;
  readonly isRequired: boolean;
  readonly isDeprecated: boolean;
  readonly standings: readonly Standing[];
}

export interface CatalogueEvent {
  readonly spec: EventSpec;
  readonly subjects: readonly string[];
  readonly questions: readonly string[];
  readonly team: string | null;
  readonly notify: readonly string[];
  /** As written: a day or `never`. */
  readonly expires: string;
  /** Title and description of every node by its path, objects and lists included. */
  readonly descriptions: ReadonlyMap<string, string>;
  readonly fields: readonly CatalogueField[];
}

/** A plan with all that exports tell of it. */
export interface Catalogue {
  readonly id: string;
  readonly description: string;
  readonly vendors: readonly VendorSpec[];
  readonly purposes: readonly Purpose[];
  /** Fields that SDKs put around every event. */
  readonly context: readonly CatalogueField[];
  /** In the order of their ids. */
  readonly events: readonly CatalogueEvent[];
}

export interface ExportOptions {
  /** Of Iglu: who the schemas are published by, `com.acme`. */
  readonly vendor: string;
  /** All versions that each event has had, by its id; for what counts versions. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

/** One format: one file, one golden directory, one line in `index.ts`. */
export interface Exporter {
  /** What it writes, for help and documents. */
  readonly gives: string;
  readonly write: (catalogue: Catalogue, options: ExportOptions) => readonly ExportFile[];
}
