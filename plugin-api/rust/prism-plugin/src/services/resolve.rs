// SPDX-License-Identifier: MIT
//! Names to addresses: the service `prism.resolve/1`.

use super::values::milliseconds;
use crate::callback::{call, owner, Calls, Registration};
use crate::convert::{bytes_of, list_of, str_of, str_to_c};
use crate::error::Result;
use crate::ffi;
use crate::guard::Secrecy;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::raw::c_void;
use std::time::Duration;

numbers! {
    /// Families of addresses.
    pub enum Family {
        /// IPv4.
        Ipv4 = PRISM_FAMILY_IPV4,
        /// IPv6.
        Ipv6 = PRISM_FAMILY_IPV6,
    }
}

record! {
    /// A question to the name servers.
    #[derive(Clone, Debug, Default)]
    pub struct LookupRequest<'a> {
        /// A host name, or an address as text.
        pub name: &'a str,
        /// Becomes part of the addresses.
        pub port: u16,
        /// Nothing: both.
        pub family: Option<Family>,
        /// At most a minute; 0: 10 seconds.
        pub timeout: Duration,
    }
}

impl<'a> LookupRequest<'a> {
    /// Asks for all addresses of a name.
    #[must_use]
    pub fn new(name: &'a str, port: u16) -> Self {
        LookupRequest::default().name(name).port(port)
    }
}

numbers! {
    /// How a lookup has ended.
    pub enum LookupOutcome {
        /// There are addresses.
        Found = PRISM_LOOKUP_FOUND,
        /// There is no such name, or it has no address of the family.
        NotFound = PRISM_LOOKUP_NOT_FOUND,
        /// There was no answer in time.
        TimedOut = PRISM_LOOKUP_TIMED_OUT,
        /// For example, no name server can be reached.
        Failed = PRISM_LOOKUP_FAILED,
        /// The process is about to end.
        Ended = PRISM_LOOKUP_ENDED,
    }
}

/// The answer to a lookup.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LookupAnswer<'a> {
    /// The outcome.
    pub outcome: LookupOutcome,
    /// Why there is no address, in English and without a full stop.
    pub error: &'a str,
    /// In the order to try them, with the port.
    pub addresses: Vec<SocketAddr>,
}

owner! {
    /// A lookup that is open as long as this exists.
    pub struct Lookup;
}

service! {
    /// Looks up names without blocking.
    pub struct Resolver: prism_resolve = PRISM_RESOLVE;
}

type Answered<P> = dyn FnMut(&mut P, &LookupAnswer<'_>);

impl<P: 'static> Resolver<P> {
    /// Starts a lookup. `answered` is called once, unless the lookup is cancelled, and never before this returns.
    /// [`Error::Limit`](crate::Error::Limit) if 1,000 lookups are open.
    pub fn resolve(
        &self,
        request: &LookupRequest<'_>,
        answered: impl FnOnce(&mut P, &LookupAnswer<'_>) + 'static,
    ) -> Result<Lookup> {
        let table = self.table()?;
        let mut c = ffi::prism_lookup::sized();
        c.family = request.family.map_or(0, |family| family as u32);
        c.port = request.port.into();
        c.timeout_ms = milliseconds(request.timeout);
        c.name = str_to_c(request.name);
        let host = self.host.raw();
        let run: Box<Answered<P>> = once!(answered, P, LookupAnswer);
        Registration::new(
            &self.host.instance,
            Calls::Once,
            table.cancel,
            run,
            |data, id| table_call!(table, host, resolve, &c, Some(on_answered::<P>), data, id),
        )
        .map(Lookup)
    }
}

unsafe extern "C" fn on_answered<P: 'static>(
    data: *mut c_void,
    _: ffi::prism_resolve_id,
    answer: *const ffi::prism_lookup_answer,
) {
    // SAFETY: the host passes the pointer of resolve(), and an answer that is valid until this returns.
    unsafe {
        let c = &*answer;
        call::<P, Answered<P>>(data, "a lookup", Secrecy::Public, |run, plugin| {
            let answer = LookupAnswer {
                outcome: LookupOutcome::from_c(c.outcome).unwrap_or(LookupOutcome::Failed),
                error: str_of(c.error),
                addresses: list_of(c.addresses, c.addresses_count)
                    .into_iter()
                    .filter_map(|one| socket_address(one.family, bytes_of(one.sockaddr)))
                    .collect(),
            };
            run(plugin, &answer);
        });
    }
}

/// Reads a `struct sockaddr_in` or `sockaddr_in6`.
fn socket_address(family: u32, bytes: &[u8]) -> Option<SocketAddr> {
    let part = |from: usize, size: usize| bytes.get(from..from + size);
    let port = u16::from_be_bytes(part(2, 2)?.try_into().ok()?);
    match Family::from_c(family)? {
        Family::Ipv4 => {
            let address: [u8; 4] = part(4, 4)?.try_into().ok()?;
            Some(SocketAddrV4::new(Ipv4Addr::from(address), port).into())
        }
        Family::Ipv6 => {
            let flow = u32::from_be_bytes(part(4, 4)?.try_into().ok()?);
            let address: [u8; 16] = part(8, 16)?.try_into().ok()?;
            let scope = u32::from_ne_bytes(part(24, 4)?.try_into().ok()?);
            Some(SocketAddrV6::new(Ipv6Addr::from(address), port, flow, scope).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_their_port() {
        let mut bytes = vec![2, 0, 0x1f, 0x90, 192, 0, 2, 1];
        bytes.resize(16, 0);
        let address = socket_address(ffi::PRISM_FAMILY_IPV4, &bytes).unwrap();
        assert_eq!(address.to_string(), "192.0.2.1:8080");

        let mut bytes = vec![10, 0, 0, 80, 0, 0, 0, 0];
        bytes.extend_from_slice(&"2001:db8::1".parse::<Ipv6Addr>().unwrap().octets());
        bytes.extend_from_slice(&0u32.to_ne_bytes());
        let address = socket_address(ffi::PRISM_FAMILY_IPV6, &bytes).unwrap();
        assert_eq!(address.to_string(), "[2001:db8::1]:80");
    }

    #[test]
    fn a_short_address_is_none() {
        assert_eq!(socket_address(ffi::PRISM_FAMILY_IPV6, &[0; 16]), None);
        assert_eq!(socket_address(99, &[0; 28]), None);
    }
}
