/** A change that the practice's settings do not allow. The message is for whoever asked for it, in plain words. */
export class SettingRefused extends Error {
  override readonly name = 'SettingRefused'
}
