import NIOSSL

/// Certificates for tests alone, made with openssl, valid from 2020 to 2120; their key guards nothing.
enum TestCertificates {
    /// The authority that signed the others but `selfSigned`.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBejCCASCgAwIBAgICEAAwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYUG9zdHJp
        ZGVyIHRlc3QgYXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAw
        MDAwWjAjMSEwHwYDVQQDDBhQb3N0cmlkZXIgdGVzdCBhdXRob3JpdHkwWTATBgcq
        hkjOPQIBBggqhkjOPQMBBwNCAASM/+OAxlcsIui+jDBEEe6Lc83d72CeD4+JO3bJ
        tjFTV7g3Grn7q4p32hDPkAkFAk/zoPIJVbnN5o2J+stv+uYHo0IwQDAPBgNVHRMB
        Af8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUOj0jUNg8SIxdZSob
        aKe1qdgRkyQwCgYIKoZIzj0EAwIDSAAwRQIgFu26lQf6MSyydyVaA7SVM5KgeHA8
        b82FdBXmJe2M+lcCIQCtPXffahEOaNJhZnG2m3tF99L7P2hhNC19ok/60IItvQ==
        -----END CERTIFICATE-----
        """

    /// For `receiver.test` and 127.0.0.1.
    static let receiver = """
        -----BEGIN CERTIFICATE-----
        MIIBsjCCAVegAwIBAgICEAEwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYUG9zdHJp
        ZGVyIHRlc3QgYXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAw
        MDAwWjAYMRYwFAYDVQQDDA1yZWNlaXZlci50ZXN0MFkwEwYHKoZIzj0CAQYIKoZI
        zj0DAQcDQgAEWGpLMq5HRq0ku+1uexC7ve7eB+tsawCTVT/jXRlmo07RSxKvw3BT
        DlYQ61P3n39BXOJo9RB22kyCoQegWeznj6OBgzCBgDAeBgNVHREEFzAVgg1yZWNl
        aXZlci50ZXN0hwR/AAABMAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEw
        HQYDVR0OBBYEFBsJAJUdxcNSwMyaCYhWmEllaUroMB8GA1UdIwQYMBaAFDo9I1DY
        PEiMXWUqG2intanYEZMkMAoGCCqGSM49BAMCA0kAMEYCIQC6e7cqq0jxRpd/bJMn
        oENakWEmPRuQDn6jYxC5ZYHxBAIhAJtlLwBGwDOD12Kqu+BrJavzh5qIGjI5GmoV
        AKp27JSE
        -----END CERTIFICATE-----
        """

    /// For `receiver.test`, until 2021.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBqDCCAU2gAwIBAgICEAIwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYUG9zdHJp
        ZGVyIHRlc3QgYXV0aG9yaXR5MB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAw
        MFowGDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDBZMBMGByqGSM49AgEGCCqGSM49
        AwEHA0IABFhqSzKuR0atJLvtbnsQu73u3gfrbGsAk1U/410ZZqNO0UsSr8NwUw5W
        EOtT959/QVziaPUQdtpMgqEHoFns54+jfDB6MBgGA1UdEQQRMA+CDXJlY2VpdmVy
        LnRlc3QwCQYDVR0TBAIwADATBgNVHSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQU
        GwkAlR3Fw1LAzJoJiFaYSWVpSugwHwYDVR0jBBgwFoAUOj0jUNg8SIxdZSobaKe1
        qdgRkyQwCgYIKoZIzj0EAwIDSQAwRgIhAI1ICCwOMsVBcaxTjHtAWqgD1+n6pUPD
        8EWcP74xFKopAiEA6mR7vsUJS3wi+1PMIhFp4upmeIXMjejvU3kZns84pC4=
        -----END CERTIFICATE-----
        """

    /// For `receiver.test`, signed by its own key.
    static let selfSigned = """
        -----BEGIN CERTIFICATE-----
        MIIBfTCCASOgAwIBAgICEAMwCgYIKoZIzj0EAwIwGDEWMBQGA1UEAwwNcmVjZWl2
        ZXIudGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGDEWMBQG
        A1UEAwwNcmVjZWl2ZXIudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFhq
        SzKuR0atJLvtbnsQu73u3gfrbGsAk1U/410ZZqNO0UsSr8NwUw5WEOtT959/QVzi
        aPUQdtpMgqEHoFns54+jWzBZMBgGA1UdEQQRMA+CDXJlY2VpdmVyLnRlc3QwCQYD
        VR0TBAIwADATBgNVHSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQUGwkAlR3Fw1LA
        zJoJiFaYSWVpSugwCgYIKoZIzj0EAwIDSAAwRQIhAP6J5HDSZGwkBe+8v8CV0oZC
        GHhFmIbEbX7vz0MQrALLAiBuOdHiTMBe7oZlAmP64UH+3hhOds5VvQxGMEXMcTTm
        Mg==
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
}
