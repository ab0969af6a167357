import { givenLdapClient, givenLdapServer } from './given-ldap.ts'
import { testLookUps } from './look-ups.ts'

testLookUps('the simulated LDAP server', async (t) => {
  const { server, tls } = await givenLdapServer(t)
  return givenLdapClient(t, { url: server.url, tls })
})
