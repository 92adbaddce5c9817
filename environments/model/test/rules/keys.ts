/** Public keys of several kinds; their private parts were thrown away. */
export const EC_P256 = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKt7/mezsVTahg0s5YMPLHy7yeAAa
VmBZOqkWhg0rUGNYFsKkKG+IuRLeAmMv9kuuV/z0+MYlWVHc0CAMDpxrZA==
-----END PUBLIC KEY-----
`;

export const EC_P384 = `-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE41utfUyB2jBU+sXz7tqzZyADnsJgQaxO
64h2NWnFAcrVfI8mKCFUEf4pg2IvO/1AEyqBCvAq9SYsUNzm458rrxUCkdAknHjN
lAxKwuAf6De2h1M9wyr8jqc71O63tMas
-----END PUBLIC KEY-----
`;

export const RSA_1024 = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCdmEk6NYI+OO7JB8iAF46H8QfL
VeoMoC79geG9KFpfxPw7xaH8AuNoyg1Aj4nP/QuShyNYhlJRRJ3aCk+rU3u8I84Z
CSwxzYjqZW8LOHEtKj5cioUUZW7F0giD+4FbhwyTiL/H8kb92wX6SERfL1Fcvrk/
1Oxw06elZngrhdHGawIDAQAB
-----END PUBLIC KEY-----
`;
