import { bookAppointment } from '../../appointments/book-appointment.ts'
import type { ProviderDeps } from '../deps.ts'
import { parseBody } from '../parse-body.ts'
import { callerOf, noteAbout, practiceOf } from '../request.ts'
import { toAppointmentResource } from '../resources/appointment.ts'
import { decodeBookingRequest } from '../resources/booking-request.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** APT-01..06 */
export const bookAppointmentRoute = (deps: ProviderDeps) =>
  interactionRoute('bookAppointment', async (request, reply) => {
    const booking = decodeBookingRequest(parseBody(request))
    noteAbout(request, { patient: booking.patientId })
    const { organisation, serviceRoot } = practiceOf(request)
    const appointment = await bookAppointment(deps, { ...booking, practice: organisation.odsCode }, callerOf(request))

    return sendVersioned(
      reply
        .code(201)
        .header('location', `${serviceRoot}/Appointment/${appointment.id}/_history/${appointment.version}`)
        .header('last-modified', appointment.changedAt.toUTCString()),
      serviceRoot,
      toAppointmentResource(appointment),
    )
  })
