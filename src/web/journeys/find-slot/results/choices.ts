import { MINUTES, WEEKDAYS } from '../wanted.ts'

/** What the form of the filter offers, each under the name that Wanted has for it. */
export const CHOICES = {
  channelItems: [
    { value: '', text: 'Any' },
    { value: 'In-person', text: 'In person' },
    { value: 'Telephone', text: 'Telephone' },
    { value: 'Video', text: 'Video' },
  ],
  minutesItems: [{ value: '', text: 'Any' }, ...MINUTES.map((minutes) => ({ value: minutes, text: `${minutes} minutes or more` }))],
  partItems: [
    { value: '', text: 'Any' },
    { value: 'morning', text: 'Morning, until 12:00' },
    { value: 'afternoon', text: 'Afternoon, 12:00 to 18:00' },
    { value: 'evening', text: 'Evening, from 18:00' },
  ],
  genderItems: [
    { value: '', text: 'Anyone' },
    { value: 'female', text: 'A woman' },
    { value: 'male', text: 'A man' },
  ],
  weekdayItems: WEEKDAYS.map((day) => ({ value: day, text: `${day.slice(0, 1).toUpperCase()}${day.slice(1, 3)}` })),
  sortItems: [
    { value: 'soonest', text: 'Soonest' },
    { value: 'practice', text: 'By practice' },
  ],
}
