/** The plan that `headgate dev` uses where there is none yet: one event, one vendor, and something to find in it. */
export const BUILT_IN_PLAN = `apiVersion: headgate/v1
kind: plan
id: first-steps
purposes:
  analytics: { basis: Legitimate interests }
identity: { ids: [anonymous_id] }
vendors:
  warehouse: { kind: warehouse, role: controller, max_tier: 3 }
`;

/** Its only event; the file belongs into \`events/\` beside the plan. */
export const BUILT_IN_EVENT = `apiVersion: headgate/v1
kind: event
id: hello
version: 1.0.0
wire: { call: track, name: Hello }
description: Somebody says hello.
expires: never
sources: [app]
subjects: [customer]
purposes: [analytics]
vendors: { warehouse: '*' }
enforcement: { unplanned_field: strip }
schema:
  type: object
  properties:
    greeting:
      type: string
      maxLength: 200
      x-headgate: { categories: [user.behavior] }
    minutes:
      type: integer
      minimum: 0
      maximum: 1440
      x-headgate: { categories: [user.behavior], transform: { '*': { bucket: { bounds: [0, 5, 30] } } } }
examples:
  - { greeting: mail me at ada@bakery.example, minutes: 7 }
`;
