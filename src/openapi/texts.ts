/** In our own words; Markdown, as OpenAPI has it. */
export const DESCRIPTION = `
How a consumer (an NHS 111 call centre, a hub, another practice) finds a free slot at a GP practice, books it, and changes or cancels what was booked.
This describes what **this provider** serves, and is held to it: a test validates its live traffic against this document.

**A call.** Every practice has a service root of its own, and everything under it is about that practice alone. A call carries four Spine headers, which say
who asks whom for which interaction, and a bearer token, which says who the user is. It usually comes through the Spine Secure Proxy over mutual TLS.

**Formats.** JSON and XML, both ways. The schemas here speak of JSON. \`application/json\` and older names of the formats are understood as well.

**What is described.** Answers hold what is listed here and nothing else. In requests, other elements of STU3 and unknown extensions are passed over unless
a rule forbids them; an element that STU3 does not define is refused.

**Refusals.** Every refusal is an OperationOutcome with one issue: its coding is a code of the Spine, and its diagnostics say what was wrong and where.
A type, operation or path that is not listed here is answered with 501 NOT_IMPLEMENTED, a listed path with another verb with 400 BAD_REQUEST.

**Where the specification and assured practice part**, a provider can be set to either. This describes assured practice, which is the default, and names the
codes of both.
`.trim()

export const TAGS = [
  { name: 'Patients', description: 'Find the record of the person to be booked, or register one.' },
  { name: 'Slots', description: 'What is free.' },
  { name: 'Appointments', description: 'Book, read, amend, cancel, and list what a patient has.' },
  { name: 'Practice and staff', description: 'Who and what the other resources refer to.' },
  { name: 'Capability', description: 'What the provider can do.' },
]
