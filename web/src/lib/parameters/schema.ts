/** Reads the JSON Schema of the engine's parameters into what the form needs. The engine stays the judge of values. */

export type ParameterValue = boolean | number | string | null | readonly (number | string)[];

export type ParameterKind = "boolean" | "integer" | "number" | "choice" | "text" | "integers" | "texts";

export interface ParameterField {
  key: string;
  kind: ParameterKind;
  group: string;
  unit: string | null;
  description: string;
  initial: ParameterValue;
  nullable: boolean;
  minimum: number | null;
  maximum: number | null;
  choices: string[];
}

export interface Preset {
  name: string;
  description: string;
  values: Record<string, ParameterValue>;
}

interface JsonProperty {
  type?: string | string[];
  enum?: (string | null)[];
  items?: { type?: string; enum?: string[] };
  default?: ParameterValue;
  description?: string;
  minimum?: number;
  maximum?: number;
  "x-group"?: string;
  "x-unit"?: string;
}

export interface ParameterSchema {
  properties?: Record<string, JsonProperty>;
  "x-presets"?: Preset[];
}

function kindOf(property: JsonProperty, types: string[]): ParameterKind {
  if (types.includes("array")) return property.items?.type === "integer" ? "integers" : "texts";
  if (property.enum) return "choice";
  if (types.includes("boolean")) return "boolean";
  if (types.includes("integer")) return "integer";
  if (types.includes("number")) return "number";
  return "text";
}

/** The fields in the order of the schema. */
export function parameterFields(schema: ParameterSchema): ParameterField[] {
  return Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const types = [property.type ?? "string"].flat();
    return {
      key,
      kind: kindOf(property, types),
      group: property["x-group"] ?? "other",
      unit: property["x-unit"] ?? null,
      description: property.description ?? "",
      initial: property.default ?? null,
      nullable: types.includes("null"),
      minimum: property.minimum ?? null,
      maximum: property.maximum ?? null,
      choices: (property.enum ?? []).filter((choice) => choice !== null),
    };
  });
}

/** Fields by group, groups in the order of their first field. */
export function byGroup(fields: readonly ParameterField[]): [group: string, fields: ParameterField[]][] {
  const groups = new Map<string, ParameterField[]>();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  return [...groups];
}

/** How a value stands in a text input: lists are separated by commas, null is empty. */
export function toText(value: ParameterValue | undefined): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

export type ParseResult =
  | { value: ParameterValue }
  | { problem: "number" | "integer" | "minimum" | "maximum" };

/** The value that a text input holds for a field; the empty text is null. */
export function fromText(field: ParameterField, text: string): ParseResult {
  const trimmed = text.trim();
  if (field.kind === "texts" || field.kind === "integers") {
    const items =
      trimmed === ""
        ? []
        : trimmed
            .split(",")
            .map((item) => item.trim())
            .filter(Boolean);
    if (field.kind === "texts") return { value: items };
    const numbers = items.map(Number);
    return numbers.every(Number.isInteger) ? { value: numbers } : { problem: "integer" };
  }
  if (trimmed === "") return { value: null };
  if (field.kind !== "number" && field.kind !== "integer") return { value: trimmed };
  const value = Number(trimmed.replace(",", "."));
  if (!Number.isFinite(value)) return { problem: "number" };
  if (field.kind === "integer" && !Number.isInteger(value)) return { problem: "integer" };
  if (field.minimum !== null && value < field.minimum) return { problem: "minimum" };
  if (field.maximum !== null && value > field.maximum) return { problem: "maximum" };
  return { value };
}
