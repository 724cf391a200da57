import Foundation
import NIOSSL

/// Certificates for tests alone, made with openssl, valid until 2126; their key guards nothing.
enum TestCertificates {
    /// The authority that signed the others but `selfSigned`.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBrTCCAVOgAwIBAgIUWSFU4iKTJ05yKqM7yn96IK0DKZ8wCgYIKoZIzj0EAwIw
        IzEhMB8GA1UEAwwYUG9zdHJpZGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMjIz
        NTE0OFoYDzIxMjYxMDI5MjM1MTQ4WjAjMSEwHwYDVQQDDBhQb3N0cmlkZXIgdGVz
        dCBhdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASM/+OAxlcsIui+
        jDBEEe6Lc83d72CeD4+JO3bJtjFTV7g3Grn7q4p32hDPkAkFAk/zoPIJVbnN5o2J
        +stv+uYHo2MwYTAdBgNVHQ4EFgQUOj0jUNg8SIxdZSobaKe1qdgRkyQwHwYDVR0j
        BBgwFoAUOj0jUNg8SIxdZSobaKe1qdgRkyQwDwYDVR0TAQH/BAUwAwEB/zAOBgNV
        HQ8BAf8EBAMCAgQwCgYIKoZIzj0EAwIDSAAwRQIgCHs0ShOpr2aWLtRXmgBLEzPF
        vn4P1z1uMSA49XP26jQCIQC/FVpMfhUyJiPkzf3B7PKVYtz3fmhpwwFBmwLV8jRN
        fQ==
        -----END CERTIFICATE-----
        """

    /// For `receiver.test` and 127.0.0.1.
    static let receiver = """
        -----BEGIN CERTIFICATE-----
        MIIBvjCCAWSgAwIBAgIUcA5czf539ypaU1HTa/HMr9V09dUwCgYIKoZIzj0EAwIw
        IzEhMB8GA1UEAwwYUG9zdHJpZGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMjIz
        NTE0OFoYDzIxMjYxMDI5MjM1MTQ4WjATMREwDwYDVQQDDAhyZWNlaXZlcjBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABFhqSzKuR0atJLvtbnsQu73u3gfrbGsAk1U/
        410ZZqNO0UsSr8NwUw5WEOtT959/QVziaPUQdtpMgqEHoFns54+jgYMwgYAwHgYD
        VR0RBBcwFYINcmVjZWl2ZXIudGVzdIcEfwAAATAJBgNVHRMEAjAAMBMGA1UdJQQM
        MAoGCCsGAQUFBwMBMB0GA1UdDgQWBBQbCQCVHcXDUsDMmgmIVphJZWlK6DAfBgNV
        HSMEGDAWgBQ6PSNQ2DxIjF1lKhtop7Wp2BGTJDAKBggqhkjOPQQDAgNIADBFAiBI
        zct1Q8B+oICyp+6jjecInsL4Ujx9UfCSqnULiZu7RAIhAK4ncPYW4GoaThPJe9At
        LPZkndZoaVpr+JhmXzqXEM/z
        -----END CERTIFICATE-----
        """

    /// For `receiver.test`, until 2021.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBnzCCAUagAwIBAgIBAjAKBggqhkjOPQQDAjAjMSEwHwYDVQQDDBhQb3N0cmlk
        ZXIgdGVzdCBhdXRob3JpdHkwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAw
        WjASMRAwDgYDVQQDDAdleHBpcmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        WGpLMq5HRq0ku+1uexC7ve7eB+tsawCTVT/jXRlmo07RSxKvw3BTDlYQ61P3n39B
        XOJo9RB22kyCoQegWeznj6N8MHowGAYDVR0RBBEwD4INcmVjZWl2ZXIudGVzdDAJ
        BgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBQbCQCVHcXD
        UsDMmgmIVphJZWlK6DAfBgNVHSMEGDAWgBQ6PSNQ2DxIjF1lKhtop7Wp2BGTJDAK
        BggqhkjOPQQDAgNHADBEAiBZvFsEKI7dw0d5zQEBF4VDSaH8fEZ8trMdHP409pIp
        qAIgHctj81fLF2OwXvwQroKWGIPsrk9OqsWIiXQU3wqZ+fc=
        -----END CERTIFICATE-----
        """

    /// For `receiver.test`, signed by its own key.
    static let selfSigned = """
        -----BEGIN CERTIFICATE-----
        MIIBoDCCAUegAwIBAgIUH0aOw14i1VekNz+plhTspM9jxiMwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDAgFw0yNjExMjIyMzUxNDhaGA8yMTI2
        MTAyOTIzNTE0OFowGDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABFhqSzKuR0atJLvtbnsQu73u3gfrbGsAk1U/410ZZqNO
        0UsSr8NwUw5WEOtT959/QVziaPUQdtpMgqEHoFns54+jbTBrMB0GA1UdDgQWBBQb
        CQCVHcXDUsDMmgmIVphJZWlK6DAfBgNVHSMEGDAWgBQbCQCVHcXDUsDMmgmIVphJ
        ZWlK6DAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDXJlY2VpdmVyLnRlc3Qw
        CgYIKoZIzj0EAwIDRwAwRAIgCkg6DgqAAyBiX+LYJi6Az8BV2sqRhJUyA9qpWnFU
        b3YCIHLA0XjDISejrf4P/Lgu8hTJ3SxiZy2hZFdlFQd6jc15
        -----END CERTIFICATE-----
        """

    /// The key of them all.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3KU/hdZopntwyBNa
        INmJcVWHDuz7MZsIg9AlMIK8s86hRANCAARYaksyrkdGrSS77W57ELu97t4H62xr
        AJNVP+NdGWajTtFLEq/DcFMOVhDrU/eff0Fc4mj1EHbaTIKhB6BZ7OeP
        -----END PRIVATE KEY-----
        """

    /// A server's TLS with one of the certificates.
    static func server(_ certificate: String, protocols: [String] = []) throws -> NIOSSLContext {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        )
        configuration.applicationProtocols = protocols
        return try NIOSSLContext(configuration: configuration)
    }

    /// Calls the body with the path of a file that holds the authority.
    static func withAuthorityFile<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "postrider-\(UUID().uuidString).pem")
        try Data(authority.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }
}
